import type { JobEvent } from '../../contracts/job.ts';
import { emptyCounts, listLimit } from './job-lists.ts';
import type { Changed, JobStore } from './job-store.ts';
import { rearrange } from './places.ts';
import { isFinal, isWaiting, type StoredJob, started, type Transition } from './transitions.ts';

/** Keeps all in plain collections, in the order added. For tests and hosts without a data folder. */
export function createMemoryStore(): JobStore {
  const jobs = new Map<string, StoredJob>();
  let events: JobEvent[] = [];
  let sequence = 0;
  const places = new Map<string, number>();
  let lastPlace = 0;

  const all = () => [...jobs.values()];
  const liveWithKey = (kind: string, key: string | null) =>
    key === null
      ? undefined
      : all().find((job) => job.kind === kind && job.uniqueKey === key && !isFinal(job));

  const placeOf = ({ id }: StoredJob) => places.get(id) ?? 0;
  const inLine = (matches: (job: StoredJob) => boolean) =>
    all()
      .filter(matches)
      .sort((a, b) => placeOf(a) - placeOf(b));

  function write({ job, event }: Transition, at: number): Changed {
    jobs.set(job.id, copy(job));
    if (!event) return { job, event };
    const recorded: JobEvent = { sequence: ++sequence, jobId: job.id, at, ...copy(event) };
    events.push(recorded);
    return { job, event: recorded };
  }

  return {
    add(added, at) {
      const ids: string[] = [];
      const recorded: JobEvent[] = [];
      for (const job of added) {
        const live = liveWithKey(job.kind, job.uniqueKey);
        ids.push(live?.id ?? job.id);
        if (live) continue;
        places.set(job.id, ++lastPlace);
        const { event } = write({ job, event: { type: 'enqueued', data: { priority: job.priority } } }, at);
        if (event) recorded.push(event);
      }
      return { ids, events: recorded };
    },
    claim({ kind, token, now, leaseUntil, agedSince }) {
      const ready = inLine((job) => job.state === 'available' && job.kind === kind);
      const batch = ready.find((job) => job.priority === 'batch');
      const isAged = batch && agedSince !== null && batch.runAt <= agedSince;
      const next = isAged ? batch : (ready.find((job) => job.priority === 'interactive') ?? batch);
      return next ? write(started(next, token, now, leaseUntil), now) : null;
    },
    change({ id, token, at, decide, alongside }) {
      const before = jobs.get(id);
      if (!before || (token !== undefined && before.leaseToken !== token)) return null;
      const transition = decide(copy(before));
      if (!transition) return null;
      const { job } = transition;
      const live = isFinal(job) ? undefined : liveWithKey(job.kind, job.uniqueKey);
      if (live && live.id !== id) return null;
      alongside?.(job);
      return write(transition, at);
    },
    move(id, before, at) {
      const moved = jobs.get(id);
      const target = before === null ? null : jobs.get(before);
      if (!moved || !isWaiting(moved) || target === undefined || target === moved) return null;
      if (target && (!isWaiting(target) || target.kind !== moved.kind)) return null;
      const waiting = inLine((job) => isWaiting(job) && job.kind === moved.kind);
      const priority =
        target?.priority ?? (waiting.some((job) => job.priority === 'batch') ? 'batch' : 'interactive');
      const line = waiting.filter((job) => job.priority === priority);
      const placed = (job: StoredJob) => ({ id: job.id, place: placeOf(job) });
      for (const change of rearrange(line.map(placed), placed(moved), before))
        places.set(change.id, change.place);
      return write({ job: { ...moved, priority }, event: { type: 'moved', data: { before, priority } } }, at)
        .event;
    },
    get(id) {
      const job = jobs.get(id);
      return job ? copy(job) : null;
    },
    list(query) {
      const { states, kind } = query;
      const matching = all().filter(
        (job) => (!states || states.includes(job.state)) && (kind === undefined || job.kind === kind),
      );
      const ordered = query.order === 'oldest' ? matching : matching.toReversed();
      return ordered.slice(0, listLimit(query)).map(copy);
    },
    counts() {
      const counts = emptyCounts();
      for (const job of jobs.values()) counts[job.state] += 1;
      return counts;
    },
    running: () => all().filter((job) => job.state === 'running'),
    due: (now) =>
      all()
        .filter((job) => waits(job) && job.runAt <= now)
        .toSorted((a, b) => a.runAt - b.runAt)
        .slice(0, 500),
    nextDueAt: () =>
      all().reduce<number | null>((next, job) => (waits(job) ? earlier(next, job.runAt) : next), null),
    eventsAfter: (after, limit) =>
      events
        .filter((event) => event.sequence > after)
        .slice(0, limit)
        .map(copy),
    lastSequence: () => sequence,
    removeFinal(state, before, limit) {
      const old = all().filter(
        (job) => job.state === state && job.finalizedAt !== null && job.finalizedAt < before,
      );
      for (const { id } of old.slice(0, limit)) {
        jobs.delete(id);
        places.delete(id);
      }
      return Math.min(old.length, limit);
    },
    removeEvents(before, limit) {
      const kept = events.filter(
        (event, i) => i >= limit || event.at >= before || event.sequence === sequence,
      );
      const removed = events.length - kept.length;
      events = kept;
      return removed;
    },
  };
}

const waits = (job: StoredJob) => job.state === 'scheduled' || job.state === 'retryable';
const earlier = (a: number | null, b: number) => (a === null ? b : Math.min(a, b));
/** As a database would: what was stored cannot be changed through what was handed out, and is JSON. */
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
