import type { Clock } from '../../library/clock.ts';

/** Counts what an address did within a window that moves along with time. */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #windowMs: number;
  readonly #limit: number;
  readonly #times = new Map<string, number[]>();

  constructor(clock: Clock, { limit, windowMs }: { readonly limit: number; readonly windowMs: number }) {
    this.#clock = clock;
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  /** Whether it has done so too often to do it once more. */
  isFull(address: string): boolean {
    return this.#recent(address).length >= this.#limit;
  }

  add(address: string): void {
    this.#recent(address);
    const times = this.#times.get(address) ?? [];
    times.push(this.#clock.now());
    this.#times.set(address, times);
    if (this.#times.size > mostAddresses) this.#forgetOld();
  }

  /** The latest one did not count after all. */
  takeBack(address: string): void {
    this.#times.get(address)?.pop();
  }

  #recent(address: string): readonly number[] {
    const since = this.#clock.now() - this.#windowMs;
    const times = (this.#times.get(address) ?? []).filter((time) => time > since);
    if (times.length > 0) this.#times.set(address, times);
    else this.#times.delete(address);
    return times;
  }

  #forgetOld(): void {
    for (const address of [...this.#times.keys()]) this.#recent(address);
  }
}

const mostAddresses = 1000;
