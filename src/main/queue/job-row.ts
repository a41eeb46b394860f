/**
 * How a job lies in its table (migration 0002): JSON as text, priority as the number that the index sorts by.
 * Rows are read as they were written, not parsed again: the table's constraints guard the states, and a job of
 * an older version must stay readable when the contracts have moved on.
 */
import type { JobEvent, JobPriority } from '../../contracts/job.ts';
import type { StoredJob } from './transitions.ts';

export interface JobRow {
  readonly number: number;
  readonly id: string;
  readonly kind: string;
  readonly state: StoredJob['state'];
  readonly priority: number;
  readonly payload: string;
  readonly unique_key: string | null;
  readonly error_count: number;
  readonly crash_count: number;
  readonly failure: StoredJob['failure'];
  readonly progress: string | null;
  readonly enqueued_at: number;
  readonly run_at: number;
  readonly started_at: number | null;
  readonly finalized_at: number | null;
  readonly lease_token: string | null;
  readonly lease_until: number | null;
  readonly cancel_requested_at: number | null;
}

/** Everything but `number`, which the table gives. */
export const jobColumns = [
  'id',
  'kind',
  'state',
  'priority',
  'payload',
  'unique_key',
  'error_count',
  'crash_count',
  'failure',
  'progress',
  'enqueued_at',
  'run_at',
  'started_at',
  'finalized_at',
  'lease_token',
  'lease_until',
  'cancel_requested_at',
] as const satisfies readonly (keyof JobRow)[];

/** What never changes once a job was added. */
export const fixedColumns: readonly string[] = ['id', 'kind', 'payload', 'unique_key', 'enqueued_at'];

export const priorityNumbers: Readonly<Record<JobPriority, number>> = { interactive: 1, batch: 2 };

export function toRow(job: StoredJob): Omit<JobRow, 'number'> {
  return {
    id: job.id,
    kind: job.kind,
    state: job.state,
    priority: priorityNumbers[job.priority],
    payload: JSON.stringify(job.payload),
    unique_key: job.uniqueKey,
    error_count: job.errorCount,
    crash_count: job.crashCount,
    failure: job.failure,
    progress: job.progress === null ? null : JSON.stringify(job.progress),
    enqueued_at: job.enqueuedAt,
    run_at: job.runAt,
    started_at: job.startedAt,
    finalized_at: job.finalizedAt,
    lease_token: job.leaseToken,
    lease_until: job.leaseUntil,
    cancel_requested_at: job.cancelRequestedAt,
  };
}

export function fromRow(row: JobRow): StoredJob {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    priority: row.priority === 1 ? 'interactive' : 'batch',
    payload: JSON.parse(row.payload),
    uniqueKey: row.unique_key,
    errorCount: row.error_count,
    crashCount: row.crash_count,
    failure: row.failure,
    progress: row.progress === null ? null : (JSON.parse(row.progress) as StoredJob['progress']),
    enqueuedAt: row.enqueued_at,
    runAt: row.run_at,
    startedAt: row.started_at,
    finalizedAt: row.finalized_at,
    leaseToken: row.lease_token,
    leaseUntil: row.lease_until,
    cancelRequestedAt: row.cancel_requested_at,
  };
}

export interface EventRow {
  readonly sequence: number;
  readonly job_id: string;
  readonly type: JobEvent['type'];
  readonly at: number;
  readonly data: string;
}

export function eventFromRow(row: EventRow): JobEvent {
  return {
    sequence: row.sequence,
    jobId: row.job_id,
    type: row.type,
    at: row.at,
    data: JSON.parse(row.data) as JobEvent['data'],
  };
}
