/**
 * Gives jobs to handlers and records what came of them. One dispatcher owns the store. Each running job is an
 * attempt under a lease token of its own; a supervisor renews the leases while handlers run, and tries again to
 * record outcomes that the disk refused: until then such an attempt keeps its slot, so that nothing new is
 * started on a full disk.
 */
import { randomUUID } from 'node:crypto';
import { type FailureCode, StudioFailure } from '../../contracts/failure.ts';
import type { Progress } from '../../contracts/progress.ts';
import type { Clock } from '../library/clock.ts';
import { failureOfSqliteError } from '../library/failure-of-sqlite-error.ts';
import type { Log } from '../library/log.ts';
import { type Attempt, contextOf, type Line } from './attempt.ts';
import type { EventFeed } from './event-feed.ts';
import type { JobHandler, JobOutcome } from './job-queue.ts';
import type { Changed, JobStore } from './job-store.ts';
import { outcomeOfThrown, settle, settleAbandoned } from './outcomes.ts';
import { ProgressThrottle } from './progress-throttle.ts';
import { giveBackExpired } from './strays.ts';
import type { Timers } from './timers.ts';
import { progressed, released, renewed, type StoredJob } from './transitions.ts';
import { agedAfterMs, isTurnOfAged } from './turns.ts';

export const leaseMs = 30_000;
export const renewEveryMs = 10_000;

export interface DispatcherParts {
  readonly store: JobStore;
  readonly feed: EventFeed;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: Log;
  /** A job now waits for its moment. */
  readonly onWaiting: () => void;
}

export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #lines = new Map<string, Line>();
  readonly #attempts = new Map<string, Attempt>();
  #stopSupervisor: (() => void) | null = null;
  /** A start was refused by the disk: look again, and look for claims that were committed all the same. */
  #isDoubtful = false;
  #isPaused = false;
  #isClosing = false;
  #isClosed = false;
  #onIdle: (() => void) | null = null;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
  }

  get paused(): boolean {
    return this.#isPaused;
  }

  set paused(value: boolean) {
    this.#isPaused = value;
    this.dispatch();
  }

  addLine(kind: string, concurrency: number, handler: JobHandler): () => void {
    if (this.#lines.has(kind)) throw new Error(`jobs of kind "${kind}" already have a handler`);
    const line = { kind, concurrency, handler, running: 0, interactiveStartsInARow: 0 };
    this.#lines.set(kind, line);
    this.dispatch();
    return () => {
      if (this.#lines.get(kind) === line) this.#lines.delete(kind);
    };
  }

  progressOf(id: string): Progress | null {
    return this.#attemptOf(id)?.progress.latest ?? null;
  }

  /** Tells the handler to stop; the job ends when it has returned. */
  abort(id: string): void {
    this.#attemptOf(id)?.abort.abort(new StudioFailure('cancelled', { because: 'cancelled' }));
  }

  /** Starts as many jobs as there are free slots. Cheap when there is nothing to do. */
  dispatch(): void {
    for (const line of this.#lines.values()) {
      while (line.running < line.concurrency && !this.#isPaused && !this.#isClosing) {
        if (!this.#start(line)) break;
      }
    }
    this.#supervise();
  }

  async close(graceMs: number): Promise<void> {
    this.#isClosing = true;
    for (const attempt of this.#attempts.values()) {
      attempt.abort.abort(new StudioFailure('cancelled', { because: 'shutdown' }));
    }
    if (this.#attempts.size > 0) {
      await new Promise<void>((resolve) => {
        const forget = this.#parts.timers.after(graceMs, resolve);
        this.#onIdle = () => {
          forget();
          resolve();
        };
      });
    }
    for (const attempt of [...this.#attempts.values()]) this.#giveBack(attempt);
    this.#stopSupervisor?.();
    this.#isClosed = true;
  }

  #start(line: Line): boolean {
    const { store, clock, feed, log } = this.#parts;
    const now = clock.now();
    let claimed: Changed | null;
    const token = randomUUID();
    try {
      const agedSince = isTurnOfAged(line.interactiveStartsInARow) ? now - agedAfterMs : null;
      claimed = store.claim({ kind: line.kind, token, now, leaseUntil: now + leaseMs, agedSince });
    } catch (error) {
      this.#isDoubtful = true;
      log.error({ error }, 'the disk refused to record the start of a job; the queue waits');
      return false;
    }
    if (!claimed) return false;
    const { job } = claimed;
    line.running += 1;
    line.interactiveStartsInARow = job.priority === 'interactive' ? line.interactiveStartsInARow + 1 : 0;
    const attempt = this.#newAttempt(job, token, line);
    this.#attempts.set(token, attempt);
    feed.publish(claimed.event ? [claimed.event] : []);
    void this.#run(job, attempt);
    return true;
  }

  #newAttempt(job: StoredJob, token: string, line: Line): Attempt {
    const { store, clock, timers, feed, log } = this.#parts;
    const save = (progress: Progress) => {
      try {
        const change = { id: job.id, token, at: clock.now() };
        this.#publish(store.change({ ...change, decide: (current) => progressed(current, progress) }));
      } catch (error) {
        log.warn({ error, jobId: job.id }, 'progress could not be saved');
      }
    };
    const show = (progress: Progress) => feed.publishProgress(job.id, progress);
    const progress = new ProgressThrottle({ clock, timers, show, save });
    return { id: job.id, token, line, abort: new AbortController(), progress, unrecorded: null };
  }

  async #run(job: StoredJob, attempt: Attempt): Promise<void> {
    let outcome: JobOutcome;
    try {
      outcome = await attempt.line.handler(
        contextOf(job, attempt, (progress) => {
          if (this.#attempts.has(attempt.token)) attempt.progress.report(progress);
        }),
      );
    } catch (error) {
      outcome = outcomeOfThrown(error);
    }
    attempt.progress.end();
    if (outcome.outcome === 'failed') {
      const { code, details } = outcome;
      this.#parts.log.warn({ jobId: job.id, code, details, error: details?.error }, 'an attempt failed');
    }
    this.#conclude(attempt, outcome);
  }

  #conclude(attempt: Attempt, outcome: JobOutcome): void {
    if (!this.#attempts.has(attempt.token)) {
      this.#drop(attempt, outcome);
      return;
    }
    try {
      this.#record(attempt, outcome);
    } catch (error) {
      const code: FailureCode = failureOfSqliteError(error).code;
      this.#parts.log.error({ error, jobId: attempt.id, code }, 'the outcome of a job could not be recorded');
      if (outcome.outcome === 'completed') {
        this.#tellDropped(outcome);
        this.#conclude(attempt, { outcome: 'failed', code });
      } else {
        attempt.unrecorded = outcome;
      }
    }
  }

  #record(attempt: Attempt, outcome: JobOutcome): void {
    const { store, clock, random } = this.#parts;
    const now = clock.now();
    const circumstances = { now, random, isClosing: this.#isClosing };
    const changed = store.change({
      id: attempt.id,
      token: attempt.token,
      at: now,
      decide: (job) => settle(job, outcome, circumstances),
      alongside: (job) => {
        if (job.state === 'completed' && outcome.outcome === 'completed') outcome.alongside?.();
      },
    });
    this.#forget(attempt);
    if (!changed) this.#drop(attempt, outcome);
    else if (changed.job.state !== 'completed') this.#tellDropped(outcome);
    this.#publish(changed);
    if (changed?.job.state === 'retryable') this.#parts.onWaiting();
    this.dispatch();
  }

  /** The lease had gone to someone else, or the queue is closed: what this attempt did must not count. */
  #drop(attempt: Attempt, outcome: JobOutcome): void {
    this.#parts.log.warn({ jobId: attempt.id, outcome: outcome.outcome }, 'a stale outcome was dropped');
    this.#tellDropped(outcome);
  }

  #tellDropped(outcome: JobOutcome): void {
    try {
      if (outcome.outcome === 'completed') outcome.dropped?.();
    } catch (error) {
      this.#parts.log.error({ error }, 'a handler threw while dropping its outcome');
    }
  }

  #giveBack(attempt: Attempt): void {
    const { store, clock, log } = this.#parts;
    const now = clock.now();
    try {
      const decide = (job: StoredJob) =>
        job.cancelRequestedAt === null ? released(job, 'shutdown') : settleAbandoned(job, now);
      this.#publish(store.change({ id: attempt.id, token: attempt.token, at: now, decide }));
    } catch (error) {
      log.error({ error, jobId: attempt.id }, 'a job could not be given back');
    }
    this.#forget(attempt);
  }

  #forget(attempt: Attempt): void {
    attempt.progress.end();
    if (this.#attempts.delete(attempt.token)) attempt.line.running -= 1;
    if (this.#attempts.size === 0) this.#onIdle?.();
  }

  #supervise(): void {
    if (this.#stopSupervisor || this.#isClosed) return;
    if (this.#attempts.size === 0 && !this.#isDoubtful) return;
    this.#stopSupervisor = this.#parts.timers.after(renewEveryMs, () => {
      this.#stopSupervisor = null;
      for (const attempt of [...this.#attempts.values()]) {
        if (attempt.unrecorded) this.#conclude(attempt, attempt.unrecorded);
        else this.#renew(attempt);
      }
      if (this.#isDoubtful) this.#giveBackExpired();
      this.dispatch();
    });
  }

  #giveBackExpired(): void {
    const { store, clock, feed, log } = this.#parts;
    try {
      const { events, areLeft } = giveBackExpired(store, clock.now(), (token) => this.#attempts.has(token));
      this.#isDoubtful = areLeft;
      feed.publish(events);
    } catch (error) {
      log.warn({ error }, 'expired leases could not be given back');
    }
  }

  #renew(attempt: Attempt): void {
    const { store, clock, log } = this.#parts;
    const now = clock.now();
    const decide = (job: StoredJob) => renewed(job, now + leaseMs);
    try {
      if (store.change({ id: attempt.id, token: attempt.token, at: now, decide })) return;
      log.error({ jobId: attempt.id }, 'a lease was lost');
      this.#forget(attempt);
      attempt.abort.abort(new StudioFailure('cancelled', { because: 'lease lost' }));
    } catch (error) {
      log.warn({ error, jobId: attempt.id }, 'a lease could not be renewed');
    }
  }

  #attemptOf(id: string): Attempt | undefined {
    return [...this.#attempts.values()].find((attempt) => attempt.id === id);
  }

  #publish(changed: Changed | null): void {
    if (changed?.event) this.#parts.feed.publish([changed.event]);
  }
}
