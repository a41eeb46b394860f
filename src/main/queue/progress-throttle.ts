import type { Progress } from '../../contracts/progress.ts';
import type { Clock } from '../library/clock.ts';
import type { Timers } from './timers.ts';

const showEveryMs = 100;
const saveEveryMs = 2000;

export interface ProgressSinks {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly show: (progress: Progress) => void;
  readonly save: (progress: Progress) => void;
}

/**
 * Progress comes as often as tiles are done. It is shown at most ten times a second, the last value never
 * lost, and saved at most every other second, so that it costs next to no disk. The share never goes back.
 */
export class ProgressThrottle {
  latest: Progress | null = null;
  readonly #sinks: ProgressSinks;
  #shownAt = Number.NEGATIVE_INFINITY;
  #savedAt: number;
  #forget: (() => void) | null = null;

  constructor(sinks: ProgressSinks) {
    this.#sinks = sinks;
    this.#savedAt = sinks.clock.now();
  }

  report(progress: Progress): void {
    const share = Math.max(progress.share, this.latest?.share ?? 0);
    this.latest = { ...progress, share };
    if (this.#forget) return;
    const wait = this.#shownAt + showEveryMs - this.#sinks.clock.now();
    if (wait <= 0) this.#pass();
    else this.#forget = this.#sinks.timers.after(wait, () => this.#pass());
  }

  end(): void {
    this.#forget?.();
    this.#forget = null;
  }

  #pass(): void {
    this.#forget = null;
    if (!this.latest) return;
    const now = this.#sinks.clock.now();
    this.#shownAt = now;
    this.#sinks.show(this.latest);
    if (now - this.#savedAt < saveEveryMs) return;
    this.#savedAt = now;
    this.#sinks.save(this.latest);
  }
}
