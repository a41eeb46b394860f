import type { Timings } from '../contracts/processing.ts';

export type Stage = Exclude<keyof Timings, 'total'>;

/**
 * How long each stage took. Stages may work inside one another (rows are encoded while others are still enhanced):
 * time counts for the innermost, so that all of them together are never more than the whole.
 */
export class StageClock {
  readonly #now: () => number;
  readonly #spent: { -readonly [S in Stage]: number | null } = {
    decode: null,
    find: null,
    judge: null,
    reflections: null,
    enhance: null,
    finish: null,
    encode: null,
  };
  #running: { readonly stage: Stage; since: number } | null = null;

  /** @param now monotonic milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Milliseconds; null where a stage was not reached. */
  get timings(): Omit<Timings, 'total'> {
    return { ...this.#spent };
  }

  /** For work that is done when it returns. */
  run<Result>(stage: Stage, work: () => Result): Result {
    const leave = this.#enter(stage);
    try {
      return work();
    } finally {
      leave();
    }
  }

  /** For work that is done when its promise is settled; others may only begin inside it, or after it. */
  async wait<Result>(stage: Stage, work: () => Promise<Result>): Promise<Result> {
    const leave = this.#enter(stage);
    try {
      return await work();
    } finally {
      leave();
    }
  }

  #enter(stage: Stage): () => void {
    const outer = this.#running;
    this.#count();
    this.#running = { stage, since: this.#now() };
    return () => {
      this.#count();
      this.#running = outer && { stage: outer.stage, since: this.#now() };
    };
  }

  #count(): void {
    if (this.#running === null) return;
    const { stage, since } = this.#running;
    this.#spent[stage] = (this.#spent[stage] ?? 0) + (this.#now() - since);
  }
}
