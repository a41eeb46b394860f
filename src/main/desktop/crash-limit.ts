import type { Timers } from '../workers/timers.ts';

const mostInAWhile = 3;
const whileMs = 60_000;

/** A page that dies is started again, unless that keeps happening. */
export class CrashLimit {
  readonly #timers: Timers;
  #crashes: number[] = [];

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  mayGoOn(): boolean {
    const now = this.#timers.now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < whileMs), now];
    return this.#crashes.length <= mostInAWhile;
  }

  forgive(): void {
    this.#crashes = [];
  }
}
