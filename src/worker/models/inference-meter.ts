/**
 * Adds up the time spent inside the models, so that a report can tell computing from everything around it: sessions'
 * runs and nothing else, by the clock. Rows that are packed or pixels that are read on other threads meanwhile make a
 * run no shorter, and on few cores a little longer.
 */
export class InferenceMeter {
  #total = 0;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Milliseconds since the worker started; take the difference around a photo. */
  get milliseconds(): number {
    return this.#total;
  }

  async measure<Result>(run: () => Promise<Result>): Promise<Result> {
    const started = this.#now();
    try {
      return await run();
    } finally {
      this.#total += this.#now() - started;
    }
  }
}
