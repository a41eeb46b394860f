import type { PhotoId } from '../../contracts/photo.ts';
import type { ProcessReport } from '../../contracts/processing.ts';
import type { Database } from './database.ts';

/** Keeps what the latest attempt of a job learned about its photo; a later attempt replaces it. */
export function recordAttempt(
  database: Database,
  attempt: { jobId: string; photoId: PhotoId; report: ProcessReport; endedAt: number },
): void {
  database
    .prepare(
      `INSERT INTO attempts (job_id, photo_id, report, ended_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (job_id) DO UPDATE SET report = excluded.report, ended_at = excluded.ended_at`,
    )
    .run(attempt.jobId, attempt.photoId, JSON.stringify(attempt.report), attempt.endedAt);
}

export function attemptOfJob(database: Database, jobId: string): ProcessReport | null {
  const row = database.prepare('SELECT report FROM attempts WHERE job_id = ?').get(jobId) as
    | { report: string }
    | undefined;
  // Read as it was written: it was parsed when the worker gave it, and a report of an older version stays readable.
  return row === undefined ? null : (JSON.parse(row.report) as ProcessReport);
}

/** Removes attempts that ended before `before`; failed jobs are kept as long. */
export function purgeAttempts(database: Database, before: number): number {
  return database.prepare('DELETE FROM attempts WHERE ended_at < ?').run(before).changes;
}
