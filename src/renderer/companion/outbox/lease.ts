/**
 * One tab sends at a time. `navigator.locks` would be the tool, but it does not exist on plain HTTP: there, a lease
 * in IndexedDB that is renewed while the work goes on and runs out when its tab is gone.
 */
import type { Lease, PhoneMemory } from './phone-memory.ts';

export const leaseMs = 8000;

export interface Leases {
  /**
   * Runs `work` while this tab holds the lease, and not at all when another tab has it.
   * `held` is asked before each step: a tab that slept longer than its lease must not go on.
   * @returns whether the work was begun
   */
  whileHeld(work: (held: () => Promise<boolean>) => Promise<void>): Promise<boolean>;
}

/** A browser's own locks: they end with their tab. */
export function lockLeases(locks: LockManager, name: string): Leases {
  return {
    async whileHeld(work) {
      return locks.request(name, { ifAvailable: true }, async (lock) => {
        if (lock === null) return false;
        await work(async () => true);
        return true;
      });
    },
  };
}

export function storedLeases(memory: PhoneMemory, name: string, holder: string, now: () => number): Leases {
  /** @returns whether `holder` has the lease now, which it is given when it is free, run out or its own */
  async function take(): Promise<boolean> {
    const transaction = memory.transaction('leases', 'readwrite');
    const lease: Lease | undefined = await transaction.store.get(name);
    const mine = lease === undefined || lease.holder === holder || !isRunning(lease, now());
    if (mine) await transaction.store.put({ holder, until: now() + leaseMs }, name);
    await transaction.done;
    return mine;
  }
  async function giveBack(): Promise<void> {
    const transaction = memory.transaction('leases', 'readwrite');
    if ((await transaction.store.get(name))?.holder === holder) await transaction.store.delete(name);
    await transaction.done;
  }
  return {
    async whileHeld(work) {
      if (!(await take())) return false;
      try {
        await work(take);
      } finally {
        await giveBack();
      }
      return true;
    },
  };
}

/** A lease that ends later than any lease can was written before the clock was set back: it counts for nothing. */
function isRunning(lease: Lease, now: number): boolean {
  return lease.until > now && lease.until <= now + leaseMs;
}

/** Where nothing is kept, tabs share nothing: each has its own captures. */
export const ownTab: Leases = {
  async whileHeld(work) {
    await work(async () => true);
    return true;
  },
};
