/** A clock and timers that tests move by hand. */
import type { Clock } from '../library/clock.ts';
import type { Timers } from './timers.ts';

export class ManualTime implements Clock, Timers {
  #now: number;
  /** How far the wall clock is from where timers think it is. */
  #skipped = 0;
  #waiting: { at: number; callback: () => void }[] = [];

  constructor(start = Date.UTC(2026, 0, 5, 9)) {
    this.#now = start;
  }

  now(): number {
    return this.#now + this.#skipped;
  }

  /** Somebody sets the clock: no timer hears of it. */
  skip(milliseconds: number): void {
    this.#skipped += milliseconds;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const entry = { at: this.#now + milliseconds, callback };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry);
    };
  }

  /** Runs every timer that falls due on the way, each at its own moment, and lets promises settle after each. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await settled();
      const next = this.#waiting.toSorted((a, b) => a.at - b.at)[0];
      if (!next || next.at > end) break;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      this.#now = next.at;
      next.callback();
    }
    this.#now = end;
    await settled();
  }
}

/** Resolves when all promise callbacks that were due have run. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
