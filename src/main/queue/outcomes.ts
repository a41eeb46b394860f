import { StudioFailure } from '../../contracts/failure.ts';
import type { JobOutcome } from './job-queue.ts';
import { maximumInterruptions } from './retry-policy.ts';
import * as transitions from './transitions.ts';

export interface Circumstances {
  readonly now: number;
  readonly random: () => number;
  /** The queue is closing: what was interrupted goes back without an attempt counted. */
  readonly isClosing: boolean;
}

/** Where a running job goes when its handler has returned. A cancel that came meanwhile wins over all. */
export function settle(
  job: transitions.StoredJob,
  outcome: JobOutcome,
  { now, random, isClosing }: Circumstances,
): transitions.Transition {
  if (job.cancelRequestedAt !== null) return transitions.cancelled(job, now);
  if (isClosing && outcome.outcome !== 'completed') return transitions.released(job, 'shutdown');
  switch (outcome.outcome) {
    case 'completed':
      return transitions.completed(job, now, outcome.result);
    case 'failed':
      return transitions.failed(job, outcome.code, now, random);
    case 'crashed':
      return transitions.crashed(job, now);
  }
}

/** Where a job goes whose holder is gone: at the start of the program, or when a lease ran out. */
export function settleAbandoned(job: transitions.StoredJob, now: number): transitions.Transition {
  return job.cancelRequestedAt !== null
    ? transitions.cancelled(job, now)
    : transitions.crashed(job, now, maximumInterruptions);
}

export function outcomeOfThrown(error: unknown): Extract<JobOutcome, { outcome: 'failed' }> {
  if (error instanceof StudioFailure) return { outcome: 'failed', code: error.code, details: error.details };
  return { outcome: 'failed', code: 'unexpected', details: { error } };
}
