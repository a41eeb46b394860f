/** Time as a parameter: the supervisor's tests turn the clock by hand. */
export interface Timers {
  /** Monotonic milliseconds. */
  now(): number;
  /** @returns a function that calls it off */
  after(milliseconds: number, run: () => void): () => void;
}

export const systemTimers: Timers = {
  now: () => performance.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};
