/**
 * What the page needs from the studio: the contract's calls and events, a connection that comes and goes, and a way
 * in. The real port speaks the sealed protocol; the playing one in fake/ keeps a studio in memory.
 */
import type { PhoneEvent } from '../../../contracts/companion/events.ts';
import type { PhoneAnswer, PhoneApi } from '../../../contracts/companion/phone-api.ts';

/**
 * `away`: cannot be reached at the moment and is looked for. `removed`: the studio does not know this phone any more.
 * `unsafe`: something answered that could not prove to be the studio.
 */
export type Standing = 'unpaired' | 'connecting' | 'connected' | 'away' | 'removed' | 'unsafe';

export interface Pairing {
  /** What the studio's computer is called. */
  readonly studio: string;
  /** What this phone is called there. */
  readonly phone: string;
}

/**
 * `link` carries the secret of a QR code, `digits` what can be typed instead, `carryOver` the single-use code that
 * brings a pairing into the Home Screen app or the HTTPS page, where nobody is asked again.
 */
export interface Invitation {
  readonly by: 'link' | 'digits' | 'carryOver';
  readonly secret: string;
}

/** The studio knows the code was right and has seen this phone; it waits for a name. */
export interface PairingTalk {
  /** Waits for "Allow". @throws StudioFailure 'pairingDenied', 'pairingClosed', 'connectionLost' */
  introduce(phoneName: string): Promise<Pairing>;
  end(): void;
}

export type Hello = PhoneAnswer<'hello'>;

export interface PhonePort {
  /** Every call rejects with a StudioFailure, 'connectionLost' while the studio is away. */
  readonly api: PhoneApi;
  /** Told at once with the current state. @returns stops listening */
  onStanding(listener: (standing: Standing) => void): () => void;
  /** At each connection, before its events. @returns stops listening */
  onHello(listener: (hello: Hello) => void): () => void;
  /** @returns stops listening */
  onEvent(listener: (event: PhoneEvent) => void): () => void;
  /** Who this phone is paired with, from its own memory; null before pairing. */
  pairing(): Promise<Pairing | null>;
  /** @throws StudioFailure 'pairingWrongCode', 'pairingClosed', 'tooManyTries', 'connectionLost' */
  openPairing(invitation: Invitation): Promise<PairingTalk>;
  /** Forgets the studio on this phone, and tells the studio if it is there. */
  forget(): Promise<void>;
  /** Now rather than after the next pause: the page was looked at again, or a network came. */
  reconnect(): void;
}
