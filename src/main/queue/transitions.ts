/**
 * The state chart of docs/job-states.md as pure functions: a job as it is stored goes in, the job after the
 * transition and the event that tells of it come out. Both stores record what these say and decide nothing.
 */
import type { FailureCode } from '../../contracts/failure.ts';
import { finalJobStates, type Job, type JobEvent, type JobPriority } from '../../contracts/job.ts';
import type { Progress } from '../../contracts/progress.ts';
import type { NewJob } from './job-queue.ts';
import { backoffMs, maximumCrashes, mayRetry } from './retry-policy.ts';

export interface StoredJob extends Job {
  /** The fence: whoever does not know it cannot change a running job. */
  readonly leaseToken: string | null;
  readonly leaseUntil: number | null;
  readonly cancelRequestedAt: number | null;
}

export interface Transition {
  readonly job: StoredJob;
  /** Null where the state stays and nobody needs to be told. */
  readonly event: Pick<JobEvent, 'type' | 'data'> | null;
}

const unleased = { leaseToken: null, leaseUntil: null };
const final = (now: number) => ({ ...unleased, cancelRequestedAt: null, progress: null, finalizedAt: now });

export function isFinal(job: Job): boolean {
  return finalJobStates.includes(job.state);
}

/** Asked for and not in anyone's hands. */
export function isWaiting({ state }: Job): boolean {
  return state === 'scheduled' || state === 'available' || state === 'retryable';
}

export function newStoredJob(id: string, added: NewJob, now: number): StoredJob {
  const runAt = added.runAt ?? now;
  return {
    id,
    kind: added.kind,
    state: runAt > now ? 'scheduled' : 'available',
    priority: added.priority ?? 'interactive',
    payload: added.payload ?? null,
    uniqueKey: added.uniqueKey ?? null,
    errorCount: 0,
    crashCount: 0,
    failure: null,
    progress: null,
    enqueuedAt: now,
    runAt,
    startedAt: null,
    finalizedAt: null,
    leaseToken: null,
    leaseUntil: null,
    cancelRequestedAt: null,
  };
}

export function started(job: StoredJob, token: string, now: number, leaseUntil: number): Transition {
  return {
    job: { ...job, state: 'running', startedAt: now, progress: null, leaseToken: token, leaseUntil },
    event: { type: 'started', data: startedData(job) },
  };
}

/** Crash and error counts do not change by starting, so this holds for the job before and after it. */
export function startedData(job: Pick<Job, 'errorCount' | 'crashCount'>): { attempt: number } {
  return { attempt: job.errorCount + job.crashCount + 1 };
}

export function completed(job: StoredJob, now: number, result: unknown): Transition {
  return {
    job: { ...job, ...final(now), state: 'completed', failure: null },
    event: { type: 'completed', data: result === undefined ? {} : { result } },
  };
}

export function cancelled(job: StoredJob, now: number): Transition {
  return {
    job: { ...job, ...final(now), state: 'cancelled', failure: 'cancelled' },
    event: { type: 'cancelled', data: {} },
  };
}

/** The handler is told by its signal; the state changes when it returns, or at the next start of the program. */
export function cancelRequested(job: StoredJob, now: number): Transition {
  return { job: { ...job, cancelRequestedAt: now }, event: null };
}

export function failed(job: StoredJob, code: FailureCode, now: number, random: () => number): Transition {
  if (code === 'cancelled') return cancelled(job, now);
  const errorCount = job.errorCount + 1;
  if (!mayRetry(code, errorCount)) return discarded({ ...job, errorCount }, code, now);
  const runAt = now + backoffMs(errorCount, random);
  return {
    job: { ...job, ...unleased, progress: null, state: 'retryable', errorCount, failure: code, runAt },
    event: { type: 'retried', data: { by: 'policy', failure: code, runAt } },
  };
}

/** @param mostCrashes at this count the job is given up */
export function crashed(job: StoredJob, now: number, mostCrashes = maximumCrashes): Transition {
  const counted = { ...job, crashCount: job.crashCount + 1 };
  if (counted.crashCount >= mostCrashes) return discarded(counted, 'photoCrashesWorker', now);
  return released(counted, 'crashed');
}

function discarded(job: StoredJob, failure: FailureCode, now: number): Transition {
  return {
    job: { ...job, ...final(now), state: 'discarded', failure },
    event: { type: 'discarded', data: { failure } },
  };
}

/** Given back, keeping its place in line. */
export function released(
  job: StoredJob,
  reason: 'crashed' | 'shutdown' | 'leaseExpired' | 'due',
): Transition {
  return {
    job: { ...job, ...unleased, progress: null, state: 'available' },
    event: { type: 'released', data: { reason } },
  };
}

export function retriedByUser(job: StoredJob, now: number): Transition | null {
  if (job.state !== 'discarded' && job.state !== 'cancelled' && job.state !== 'retryable') return null;
  return {
    job: {
      ...job,
      state: 'available',
      errorCount: 0,
      crashCount: 0,
      failure: null,
      runAt: now,
      finalizedAt: null,
    },
    event: { type: 'retried', data: { by: 'user' } },
  };
}

export function reprioritised(job: StoredJob, priority: JobPriority): Transition | null {
  if (isFinal(job) || job.priority === priority) return null;
  return { job: { ...job, priority }, event: { type: 'reprioritised', data: { priority } } };
}

export function progressed(job: StoredJob, progress: Progress): Transition {
  return { job: { ...job, progress }, event: { type: 'progressed', data: { ...progress } } };
}

export function renewed(job: StoredJob, leaseUntil: number): Transition {
  return { job: { ...job, leaseUntil }, event: null };
}

/** What leaves the queue: no lease, no token. */
export function publicJob(job: StoredJob): Job {
  const { leaseToken: _token, leaseUntil: _until, cancelRequestedAt: _cancel, ...rest } = job;
  return rest;
}
