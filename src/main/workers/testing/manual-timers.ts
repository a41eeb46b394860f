import type { Timers } from '../timers.ts';

/** Time that moves when a test says so. */
export class ManualTimers implements Timers {
  #now = 0;
  readonly #waiting = new Set<{ readonly at: number; readonly run: () => void }>();

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, run: () => void): () => void {
    const timer = { at: this.#now + milliseconds, run };
    this.#waiting.add(timer);
    return () => this.#waiting.delete(timer);
  }

  /** Milliseconds until each timer that waits, soonest first. */
  get waiting(): number[] {
    return [...this.#waiting].map(({ at }) => at - this.#now).sort((first, second) => first - second);
  }

  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const due = [...this.#waiting]
        .filter(({ at }) => at <= end)
        .sort((first, second) => first.at - second.at)[0];
      if (due === undefined) break;
      this.#waiting.delete(due);
      this.#now = due.at;
      due.run();
    }
    this.#now = end;
  }
}
