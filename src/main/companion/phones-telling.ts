/** Tells windows of phones, gathered: a chunk that arrives is no reason to tell every window ten times a second more. */
import type { ArrivingCapture, PhonesView } from '../../contracts/phones.ts';
import type { StudioEvent } from '../../contracts/studio-api.ts';
import type { Timers } from '../queue/timers.ts';

const gatherMs = 20;
const arrivingEveryMs = 100;

export interface PhonesTellingParts {
  readonly timers: Timers;
  readonly publish: (event: StudioEvent['event']) => void;
  readonly view: () => PhonesView;
  readonly arriving: () => ArrivingCapture[];
}

export class PhonesTelling {
  readonly #parts: PhonesTellingParts;
  #callOffPhones: (() => void) | null = null;
  #callOffArriving: (() => void) | null = null;
  #arrivingTold = '[]';
  #closed = false;

  constructor(parts: PhonesTellingParts) {
    this.#parts = parts;
  }

  phonesChanged(): void {
    if (this.#closed) return;
    this.#callOffPhones ??= this.#parts.timers.after(gatherMs, () => {
      this.#callOffPhones = null;
      this.#parts.publish({ type: 'phones', phones: this.#parts.view() });
    });
  }

  arrivingChanged(): void {
    if (this.#closed) return;
    this.#callOffArriving ??= this.#parts.timers.after(arrivingEveryMs, () => {
      this.#callOffArriving = null;
      const captures = this.#parts.arriving();
      const told = JSON.stringify(captures);
      if (told === this.#arrivingTold) return;
      this.#arrivingTold = told;
      this.#parts.publish({ type: 'arriving', captures });
    });
  }

  close(): void {
    this.#closed = true;
    this.#callOffPhones?.();
    this.#callOffArriving?.();
  }
}
