import type { Progress } from '../../contracts/progress.ts';
import type { JobContext, JobHandler, JobOutcome } from './job-queue.ts';
import type { ProgressThrottle } from './progress-throttle.ts';
import { maximumAttempts } from './retry-policy.ts';
import { publicJob, type StoredJob, startedData } from './transitions.ts';

/** The jobs of one kind, and who works on them. */
export interface Line {
  readonly kind: string;
  readonly concurrency: number;
  readonly handler: JobHandler;
  running: number;
  interactiveStartsInARow: number;
}

/** One job in the hands of a handler, under a lease token of its own. */
export interface Attempt {
  readonly id: string;
  readonly token: string;
  readonly line: Line;
  readonly abort: AbortController;
  readonly progress: ProgressThrottle;
  /** What the disk refused to record; tried again by the supervisor. */
  unrecorded: JobOutcome | null;
}

export function contextOf(
  job: StoredJob,
  attempt: Attempt,
  progress: (progress: Progress) => void,
): JobContext {
  return {
    job: publicJob(job),
    ...startedData(job),
    isLastAttempt: job.errorCount + 1 >= maximumAttempts,
    signal: attempt.abort.signal,
    progress,
  };
}
