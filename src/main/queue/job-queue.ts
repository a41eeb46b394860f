/**
 * The queue as the rest of the studio sees it. The port is shaped for push: a handler is given jobs, nobody
 * claims them, so that a server-backed queue fits behind it too. Deliberately not part of it: claiming, leases,
 * SQL, and waiting for one job (subscribe or read the events). Delivery is at least once: a handler may see a
 * job again whose earlier attempt did its work but did not live to say so, and must then find that work done.
 */
import type { FailureCode } from '../../contracts/failure.ts';
import type { Job, JobEvent, JobPriority, JobState } from '../../contracts/job.ts';
import type { Progress } from '../../contracts/progress.ts';

export interface NewJob {
  readonly kind: string;
  /** JSON; the handler parses it with its own schema. */
  readonly payload: unknown;
  /** `interactive` unless told otherwise. */
  readonly priority?: JobPriority;
  /** While a job of this kind with this key is live, adding another returns the live one's id. */
  readonly uniqueKey?: string | null;
  /** Not before this moment (milliseconds since 1970); at once when absent. */
  readonly runAt?: number;
}

export interface JobContext {
  readonly job: Job;
  /** From 1, counting attempts that failed and attempts that crashed. */
  readonly attempt: number;
  /** Whether a retryable failure of this attempt would be shown instead of tried again. */
  readonly isLastAttempt: boolean;
  /** Aborted on cancel, on shutdown and when the lease was lost; `reason` is a StudioFailure 'cancelled'. */
  readonly signal: AbortSignal;
  progress(progress: Progress): void;
}

export type JobOutcome =
  | {
      readonly outcome: 'completed';
      /** JSON, kept in the data of the `completed` event. */
      readonly result?: unknown;
      /** Runs inside the transaction that completes the job; throwing undoes both and fails the job. */
      readonly alongside?: () => void;
      /** Called when the completion was not recorded: job cancelled meanwhile, lease lost, disk full. */
      readonly dropped?: () => void;
    }
  | {
      readonly outcome: 'failed';
      readonly code: FailureCode;
      readonly details?: Readonly<Record<string, unknown>>;
    }
  /** The worker process died while it held the job. */
  | { readonly outcome: 'crashed' };

export type JobHandler = (context: JobContext) => Promise<JobOutcome>;

export interface JobQuery {
  readonly states?: readonly JobState[];
  readonly kind?: string;
  /** 100 when absent, at most 10,000. */
  readonly limit?: number;
  /** `newest` when absent. */
  readonly order?: 'oldest' | 'newest';
}

export interface JobListener {
  /** Each recorded event, in sequence, after its transaction was committed. */
  event?(event: JobEvent): void;
  /** Live progress, at most ten times a second for each job. Only every other second's is recorded as event. */
  progress?(jobId: string, progress: Progress): void;
}

export type JobCounts = Readonly<Record<JobState, number>>;

export interface JobQueue {
  /** Resolves once the job is on disk. Rejects with diskFull, folderReadOnly or storageFailed. */
  add(job: NewJob): Promise<string>;
  /** All or none, in one transaction; ids in the order given. */
  addMany(jobs: readonly NewJob[]): Promise<string[]>;
  /** A waiting job ends at once, a running one when its handler returns. False when it was final or unknown. */
  cancel(id: string): Promise<boolean>;
  /** Makes a discarded, cancelled or retryable job available now, with a clean record. False where it cannot. */
  retry(id: string): Promise<boolean>;
  reprioritise(id: string, priority: JobPriority): Promise<boolean>;
  /**
   * Puts a waiting job right before another one of its kind, whose priority it takes over, or behind all that wait.
   * False where one of them does not wait.
   */
  move(id: string, before: string | null): Promise<boolean>;
  /** Running jobs finish, nothing new starts. Held in memory: a new start of the program works again. */
  pause(): void;
  resume(): void;
  readonly paused: boolean;
  /** One handler for each kind. The returned function stops giving it jobs; running ones go on. */
  work(kind: string, options: { readonly concurrency: number }, handler: JobHandler): () => void;
  /**
   * What was recorded after `afterSequence`, then what is being recorded, pushed, until the queue closes or
   * the consumer stops or aborts. Events older than the retention are gone.
   */
  events(afterSequence: number, signal?: AbortSignal): AsyncIterable<JobEvent>;
  lastSequence(): Promise<number>;
  subscribe(listener: JobListener): () => void;
  get(id: string): Promise<Job | null>;
  list(query?: JobQuery): Promise<Job[]>;
  counts(): Promise<JobCounts>;
  /** Removes what is older than the retention (retention.ts), a few hundred rows at a time. */
  purge(): Promise<{ jobs: number; events: number }>;
  /** Aborts running handlers, waits up to `graceMs`, gives back what still runs; no attempt is counted. */
  close(options: { readonly graceMs: number }): Promise<void>;
}
