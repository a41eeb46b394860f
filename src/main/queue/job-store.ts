/**
 * What the engine needs kept. Each method is one transaction; none waits for anything but the disk. Two
 * implementations: SQLite, and memory for tests and for hosts without a data folder.
 */
import type { JobEvent, JobState } from '../../contracts/job.ts';
import type { JobCounts, JobQuery } from './job-queue.ts';
import type { StoredJob, Transition } from './transitions.ts';

export interface Claim {
  readonly kind: string;
  readonly token: string;
  readonly now: number;
  readonly leaseUntil: number;
  /** When set, a batch job that has been waiting since this moment or longer goes before interactive ones. */
  readonly agedSince: number | null;
}

export interface Change {
  readonly id: string;
  /** The fence: when given, the change happens only while the job is leased under this token. */
  readonly token?: string;
  readonly at: number;
  /** Sees the job as it is; null leaves it so. */
  readonly decide: (job: StoredJob) => Transition | null;
  /** Runs in the same transaction with the job as it will be; throwing undoes everything. */
  readonly alongside?: ((job: StoredJob) => void) | undefined;
}

export interface Changed {
  readonly job: StoredJob;
  readonly event: JobEvent | null;
}

export interface JobStore {
  /** A job whose unique key is taken by a live one is not added; the live one's id stands in its place. */
  add(jobs: readonly StoredJob[], at: number): { readonly ids: string[]; readonly events: JobEvent[] };
  claim(claim: Claim): Changed | null;
  /** Null when there is no such job, the fence holds, `decide` declined, or the unique key is taken. */
  change(change: Change): Changed | null;
  /** Null when one of the two does not wait, or when they are of different kinds. See `rearrange`. */
  move(id: string, before: string | null, at: number): JobEvent | null;
  get(id: string): StoredJob | null;
  list(query: JobQuery): StoredJob[];
  counts(): JobCounts;
  running(): StoredJob[];
  /** Scheduled and retryable jobs whose moment has come, at most 500, earliest first. */
  due(now: number): StoredJob[];
  nextDueAt(): number | null;
  eventsAfter(sequence: number, limit: number): JobEvent[];
  lastSequence(): number;
  /** Removes up to `limit` and says how many. */
  removeFinal(state: JobState, before: number, limit: number): number;
  /** Removes up to `limit` from the start, never the last event: it carries the sequence on. */
  removeEvents(before: number, limit: number): number;
}
