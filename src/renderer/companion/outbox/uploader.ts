/**
 * Sends what is kept, one capture after the other, oldest first. The studio's offset is the truth: whatever happened
 * on the way, the next offer says where to go on. A few chunks are under way at once, so that the network is never
 * idle for the length of an answer.
 */
import { companionLimits } from '../../../contracts/companion/limits.ts';
import type { PhoneApi } from '../../../contracts/companion/phone-api.ts';
import { type FailureCode, StudioFailure } from '../../../contracts/failure.ts';
import type { Leases } from './lease.ts';
import type { Kept, Outbox } from './outbox.ts';

/** One less than the studio bears (`companionLimits.chunksInFlight`). */
const chunksUnderWay = companionLimits.chunksInFlight - 1;

/**
 * Another page of this phone has the lease: it is sending, or it went without giving it back, as a page that is
 * loaded anew in the middle of a photo does. Nobody tells when a lease has run out.
 */
const askAgainMs = 1000;
/** A full studio, or one with enough of this phone's photos on their way, is asked again less often. */
const heldUpMs = 15_000;

/** @returns calls it off */
export type After = (milliseconds: number, run: () => void) => () => void;

export interface UploaderListener {
  /** The outbox changed: something was sent or refused. */
  onChange(): void;
  onSent(kept: Kept): void;
  /** Why the studio takes nothing at present; null once it does. */
  onHeldUp(code: FailureCode | null): void;
  /** `share` of the file that the studio has, 0..1; null when nothing is being sent. */
  onProgress(sha256: string, share: number | null): void;
}

export class Uploader {
  readonly #api: PhoneApi;
  readonly #outbox: Outbox;
  readonly #leases: Leases;
  readonly #listener: UploaderListener;
  readonly #after: After;
  #callOff: (() => void) | null = null;
  #running: Promise<void> | null = null;
  #again = false;
  #stopped = false;

  constructor(
    api: PhoneApi,
    outbox: Outbox,
    leases: Leases,
    listener: UploaderListener,
    after: After = (milliseconds, run) => {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
  ) {
    this.#api = api;
    this.#outbox = outbox;
    this.#leases = leases;
    this.#listener = listener;
    this.#after = after;
  }

  /** Sends everything that is to be sent; called at each chance, runs once. */
  wake(): Promise<void> {
    this.#stopped = false;
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Stops before the next chunk: the studio is away, or the page goes. */
  stop(): void {
    this.#stopped = true;
    this.#callOff?.();
    this.#callOff = null;
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      const begun = await this.#leases.whileHeld((held) => this.#sendAll(held));
      if (!begun && (await this.#outbox.list()).some(({ refused }) => refused === null))
        this.#askAgain(askAgainMs);
    }
  }

  #askAgain(milliseconds: number): void {
    if (this.#stopped) return;
    this.#callOff?.();
    this.#callOff = this.#after(milliseconds, () => void this.wake());
  }

  async #sendAll(held: () => Promise<boolean>): Promise<void> {
    const tried = new Set<string>();
    for (;;) {
      const kept = (await this.#outbox.list()).find(
        ({ sha256, refused }) => refused === null && !tried.has(sha256),
      );
      if (kept === undefined || this.#stopped || !(await held())) return;
      tried.add(kept.sha256);
      try {
        if (!(await this.#sendOne(kept, held))) return;
        await this.#outbox.remove(kept.sha256);
        this.#listener.onHeldUp(null);
        this.#listener.onSent(kept);
      } catch (error) {
        const code = error instanceof StudioFailure ? error.code : 'unexpected';
        if (code === 'connectionLost') return;
        if (mayPass.has(code)) {
          this.#listener.onHeldUp(code);
          this.#askAgain(heldUpMs);
          return;
        }
        await this.#outbox.refuse(kept.sha256, code);
        this.#listener.onChange();
      } finally {
        this.#listener.onProgress(kept.sha256, null);
      }
    }
  }

  /** @returns false when it had to stop before the end */
  async #sendOne(kept: Kept, held: () => Promise<boolean>): Promise<boolean> {
    const file = await this.#outbox.file(kept.sha256);
    if (file === null) return true;
    const { sha256, name, byteLength } = kept;
    for (;;) {
      const begun = await this.#api.call('beginUpload', { localId: sha256, name, byteLength, sha256 });
      if (begun.state === 'here') return true;
      const { uploadId, offset, chunkBytes } = begun;
      const end = await this.#sendFrom({ kept, file, uploadId, offset, chunkBytes }, held);
      if (end === 'stopped') return false;
      if (end === 'askAgain') continue;
      await this.#api.call('finishUpload', { uploadId, sha256 });
      return true;
    }
  }

  async #sendFrom(
    upload: { kept: Kept; file: Blob; uploadId: string; offset: number; chunkBytes: number },
    held: () => Promise<boolean>,
  ): Promise<'all' | 'stopped' | 'askAgain'> {
    const { kept, file, uploadId, chunkBytes } = upload;
    const underWay: { until: number; answer: Promise<{ offset: number }> }[] = [];
    let next = upload.offset;
    let known = upload.offset;
    try {
      while (known < kept.byteLength) {
        this.#listener.onProgress(kept.sha256, known / kept.byteLength);
        while (underWay.length < chunksUnderWay && next < kept.byteLength) {
          if (this.#stopped || !(await held())) return 'stopped';
          const until = Math.min(kept.byteLength, next + chunkBytes);
          const bytes = new Uint8Array(await file.slice(next, until).arrayBuffer());
          const answer = this.#api.sendChunk({ uploadId, offset: next }, bytes);
          answer.catch(() => {});
          underWay.push({ until, answer });
          next = until;
        }
        const oldest = underWay.shift();
        if (oldest === undefined) return 'askAgain';
        known = (await oldest.answer).offset;
        if (known !== oldest.until) return 'askAgain';
      }
      return 'all';
    } finally {
      await Promise.allSettled(underWay.map(({ answer }) => answer));
    }
  }
}

/** What passes by itself: the capture stays to be sent. */
const mayPass: ReadonlySet<FailureCode> = new Set(['tooManyUploads', 'uploadUnknown', 'studioFull']);
