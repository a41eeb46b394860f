/** Timers as a parameter, so that tests move time by hand and none of them sleeps. */
export interface Timers {
  /** Calls back once after so many milliseconds; the returned function takes that back. */
  after(milliseconds: number, callback: () => void): () => void;
}

export const systemTimers: Timers = {
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};
