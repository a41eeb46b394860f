/** How far everything is that was asked for, and how long the rest will take. */
import type { JobEvent } from '../../contracts/job.ts';
import type { Progress } from '../../contracts/progress.ts';

/** Photos of one shoot are alike, so the mean of the last few tells the next ones well. */
export const remembered = 10;

export class QueueProgress {
  #asked = 0;
  #ended = 0;
  readonly #durations: number[];

  /**
   * @param live jobs that wait or run at the start
   * @param durations milliseconds that the latest photos took, newest first
   */
  constructor(live: number, durations: readonly number[]) {
    this.#asked = live;
    this.#durations = [...durations];
  }

  take({ type, data }: JobEvent): void {
    if (type === 'enqueued' || (type === 'retried' && data.by === 'user')) this.#asked += 1;
    if (type === 'completed' || type === 'discarded') this.#ended += 1;
    if (type === 'cancelled') this.#asked -= 1;
  }

  learn(milliseconds: number): void {
    this.#durations.unshift(milliseconds);
    this.#durations.length = Math.min(this.#durations.length, remembered);
  }

  /** `live` counts what waits and runs; once nothing does, the next wish begins at zero. */
  view(
    running: readonly (Progress | null)[],
    waiting: number,
  ): { readonly share: number | null; readonly remainingMs: number | null } {
    if (running.length + waiting === 0) {
      this.#asked = 0;
      this.#ended = 0;
      return { share: null, remainingMs: null };
    }
    const begun = running.reduce((sum, progress) => sum + (progress?.share ?? 0), 0);
    const asked = Math.max(this.#asked, this.#ended + running.length + waiting);
    return {
      share: Math.min(1, (this.#ended + begun) / asked),
      remainingMs: this.#remaining(running, waiting),
    };
  }

  #remaining(running: readonly (Progress | null)[], waiting: number): number | null {
    if (this.#durations.length === 0) return waiting === 0 ? (running[0]?.remainingMs ?? null) : null;
    const mean = this.#durations.reduce((sum, duration) => sum + duration, 0) / this.#durations.length;
    const begun = running.map((progress) => progress?.remainingMs ?? mean * (1 - (progress?.share ?? 0)));
    return begun.reduce((sum, rest) => sum + rest, 0) + waiting * mean;
  }
}
