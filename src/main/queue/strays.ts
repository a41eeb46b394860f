/** Jobs that the store calls running although no handler of this process holds them. */
import type { JobEvent } from '../../contracts/job.ts';
import type { JobStore } from './job-store.ts';
import { settleAbandoned } from './outcomes.ts';
import { released } from './transitions.ts';

/**
 * At the start nothing can still be running: one process owns the data folder. Whoever held these died holding
 * them, which counts as a crash. Returns the ids.
 */
export function recoverInterrupted(store: JobStore, now: number): string[] {
  return store.running().map(({ id }) => {
    store.change({ id, at: now, decide: (job) => settleAbandoned(job, now) });
    return id;
  });
}

/**
 * Later on there is one way to get here: a claim was committed although the disk reported an error. No handler
 * ever saw such a job, so once its lease is over it goes back without a crash counted.
 */
export function giveBackExpired(
  store: JobStore,
  now: number,
  isHeld: (token: string) => boolean,
): { readonly events: JobEvent[]; readonly areLeft: boolean } {
  const events: JobEvent[] = [];
  const strays = store.running().filter((job) => job.leaseToken !== null && !isHeld(job.leaseToken));
  const expired = strays.filter((job) => job.leaseUntil !== null && job.leaseUntil < now);
  for (const { id, leaseToken } of expired) {
    const changed = store.change({
      id,
      ...(leaseToken !== null && { token: leaseToken }),
      at: now,
      decide: (job) => released(job, 'leaseExpired'),
    });
    if (changed?.event) events.push(changed.event);
  }
  return { events, areLeft: strays.length > expired.length };
}
