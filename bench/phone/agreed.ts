/** What the bench, its page, its studio and its worker have agreed upon. */
import type { Credential } from '../../src/contracts/companion/pairing.ts';

export const steps = 60;
/** A little more than the tenth of a second that progress is held to on its way. */
export const stepMs = 120;

export interface StudioOfBench {
  /** The studio's own page for phones. */
  readonly origin: string;
  /** A page of nothing, and beside it the plain POST. */
  readonly plainOrigin: string;
  readonly credentials: readonly Credential[];
}

/** What the page offers to the bench, as `window.phones`. */
export interface PhonesOfPage {
  connect(credentials: readonly Credential[]): Promise<void>;
  /** Milliseconds until every byte was acknowledged, for each phone; all at once. */
  upload(byteLength: number, phones: number): Promise<number[]>;
  /** Milliseconds from worker to phone, of each step that was told. */
  progress(): Promise<number[]>;
  /** Milliseconds from the loss of the connection to the next chunk that was acknowledged. */
  resume(byteLength: number): Promise<number>;
}
