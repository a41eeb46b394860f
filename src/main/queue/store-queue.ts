/** The JobQueue over any JobStore: what users wish, the moment when jobs fall due, and the events. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Job, JobEvent, JobPriority } from '../../contracts/job.ts';
import { type Clock, systemClock } from '../library/clock.ts';
import { failureOfSqliteError } from '../library/failure-of-sqlite-error.ts';
import { type Log, silentLog } from '../library/log.ts';
import { Dispatcher } from './dispatcher.ts';
import { EventFeed } from './event-feed.ts';
import { newJobId } from './job-id.ts';
import type { JobCounts, JobHandler, JobListener, JobQuery, JobQueue, NewJob } from './job-queue.ts';
import type { Change, JobStore } from './job-store.ts';
import { eventRetentionMs, jobRetentionMs, purgeBatch } from './retention.ts';
import { recoverInterrupted } from './strays.ts';
import { systemTimers, type Timers } from './timers.ts';
import * as transitions from './transitions.ts';

export interface QueueOptions {
  readonly clock?: Clock;
  readonly timers?: Timers;
  /** Even in [0, 1); for the jitter of retries. */
  readonly random?: () => number;
  readonly newId?: () => string;
  readonly log?: Log;
}

/** The system's clock may be set while a job waits: look again at least this often. */
const longestDueWaitMs = 60_000;

export class StoreQueue implements JobQueue {
  readonly #store: JobStore;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #newId: () => string;
  readonly #log: Log;
  readonly #feed: EventFeed;
  readonly #dispatcher: Dispatcher;
  #forgetDue: (() => void) | null = null;
  #isClosed = false;

  constructor(store: JobStore, options: QueueOptions = {}) {
    const { clock = systemClock, timers = systemTimers, random = Math.random, log = silentLog } = options;
    this.#store = store;
    this.#clock = clock;
    this.#timers = timers;
    this.#newId = options.newId ?? (() => newJobId(clock.now()));
    this.#log = log;
    this.#feed = new EventFeed((sequence, limit) => store.eventsAfter(sequence, limit), log);
    const onWaiting = () => this.#watchDue();
    this.#dispatcher = new Dispatcher({ store, feed: this.#feed, clock, timers, random, log, onWaiting });
    for (const jobId of recoverInterrupted(store, clock.now())) {
      log.warn({ jobId }, 'this job was running when the program last stopped');
    }
    this.#watchDue();
  }

  async add(job: NewJob): Promise<string> {
    const [id] = await this.addMany([job]);
    return id!;
  }

  async addMany(jobs: readonly NewJob[]): Promise<string[]> {
    const now = this.#clock.now();
    const stored = jobs.map((job) => transitions.newStoredJob(this.#newId(), job, now));
    const { ids, events } = this.#write(() => this.#store.add(stored, now));
    this.#feed.publish(events);
    if (stored.some((job) => job.state === 'scheduled')) this.#watchDue();
    this.#dispatcher.dispatch();
    return ids;
  }

  async cancel(id: string): Promise<boolean> {
    const now = this.#clock.now();
    const after = this.#change({
      id,
      at: now,
      decide: (job) => {
        if (transitions.isFinal(job)) return null;
        return job.state === 'running'
          ? transitions.cancelRequested(job, now)
          : transitions.cancelled(job, now);
      },
    });
    if (after?.state === 'running') this.#dispatcher.abort(id);
    return after !== null;
  }

  async retry(id: string): Promise<boolean> {
    const now = this.#clock.now();
    const after = this.#change({ id, at: now, decide: (job) => transitions.retriedByUser(job, now) });
    this.#dispatcher.dispatch();
    return after !== null;
  }

  async reprioritise(id: string, priority: JobPriority): Promise<boolean> {
    const decide = (job: transitions.StoredJob) => transitions.reprioritised(job, priority);
    return this.#change({ id, at: this.#clock.now(), decide }) !== null;
  }

  async move(id: string, before: string | null): Promise<boolean> {
    const event = this.#write(() => this.#store.move(id, before, this.#clock.now()));
    if (event) this.#feed.publish([event]);
    return event !== null;
  }

  pause(): void {
    this.#dispatcher.paused = true;
  }

  resume(): void {
    this.#dispatcher.paused = false;
  }

  get paused(): boolean {
    return this.#dispatcher.paused;
  }

  work(kind: string, { concurrency }: { readonly concurrency: number }, handler: JobHandler): () => void {
    return this.#dispatcher.addLine(kind, concurrency, handler);
  }

  events(afterSequence: number, signal?: AbortSignal): AsyncIterable<JobEvent> {
    return this.#feed.after(afterSequence, signal);
  }

  async lastSequence(): Promise<number> {
    return this.#store.lastSequence();
  }

  subscribe(listener: JobListener): () => void {
    return this.#feed.subscribe(listener);
  }

  async get(id: string): Promise<Job | null> {
    const job = this.#store.get(id);
    return job && this.#shown(job);
  }

  async list(query: JobQuery = {}): Promise<Job[]> {
    return this.#store.list(query).map((job) => this.#shown(job));
  }

  async counts(): Promise<JobCounts> {
    return this.#store.counts();
  }

  async purge(): Promise<{ jobs: number; events: number }> {
    const now = this.#clock.now();
    let jobs = 0;
    for (const [state, retention] of jobRetentionMs) {
      jobs += await this.#inBatches(() => this.#store.removeFinal(state, now - retention, purgeBatch));
    }
    const events = await this.#inBatches(() => this.#store.removeEvents(now - eventRetentionMs, purgeBatch));
    return { jobs, events };
  }

  async close({ graceMs }: { readonly graceMs: number }): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#forgetDue?.();
    await this.#dispatcher.close(graceMs);
    // One turn for those who read events to get the last ones.
    await nextTurn();
    this.#feed.close();
  }

  #shown(job: transitions.StoredJob): Job {
    const live = job.state === 'running' ? this.#dispatcher.progressOf(job.id) : null;
    const shown = transitions.publicJob(job);
    return live ? { ...shown, progress: live } : shown;
  }

  #change(change: Change): transitions.StoredJob | null {
    const changed = this.#write(() => this.#store.change(change));
    if (changed?.event) this.#feed.publish([changed.event]);
    return changed?.job ?? null;
  }

  #write<T>(write: () => T): T {
    if (this.#isClosed) throw new Error('the queue is closed');
    try {
      return write();
    } catch (error) {
      throw failureOfSqliteError(error);
    }
  }

  async #inBatches(remove: () => number): Promise<number> {
    let total = 0;
    while (!this.#isClosed) {
      const removed = this.#write(remove);
      total += removed;
      if (removed < purgeBatch) break;
      await nextTurn();
    }
    return total;
  }

  /** Arms one timer for the earliest job that waits for its moment. */
  #watchDue(): void {
    this.#forgetDue?.();
    this.#forgetDue = null;
    if (this.#isClosed) return;
    let dueAt: number | null;
    try {
      dueAt = this.#store.nextDueAt();
    } catch (error) {
      this.#log.error({ error }, 'the queue could not see which job is due next');
      dueAt = this.#clock.now() + longestDueWaitMs;
    }
    if (dueAt === null) return;
    const wait = Math.min(Math.max(0, dueAt - this.#clock.now()), longestDueWaitMs);
    this.#forgetDue = this.#timers.after(wait, () => this.#releaseDue());
  }

  #releaseDue(): void {
    const now = this.#clock.now();
    try {
      for (const { id } of this.#store.due(now)) {
        this.#change({ id, at: now, decide: (job) => transitions.released(job, 'due') });
      }
    } catch (error) {
      this.#log.error({ error }, 'jobs that are due could not be made available');
      this.#forgetDue = this.#timers.after(longestDueWaitMs, () => this.#releaseDue());
      return;
    }
    this.#watchDue();
    this.#dispatcher.dispatch();
  }
}
