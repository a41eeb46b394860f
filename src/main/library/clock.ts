/** Wall clock in milliseconds since 1970. Enters as a parameter wherever a decision depends on the time. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: Date.now };
