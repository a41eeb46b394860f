import { priorityNumbers } from './job-row.ts';

const headOfLine = (priority: number, columns: string) => `
  SELECT ${columns} FROM jobs INDEXED BY jobs_ready
  WHERE state = 'available' AND kind = +@kind AND priority = ${priority}
  ORDER BY coalesce(position, number) LIMIT 1`;

/**
 * Takes the next job in one statement: an aged batch job when it is its turn, otherwise the first interactive
 * one, otherwise the first of the batch. Each line's head is a single look-up in `jobs_ready`, so a claim costs
 * the same with a thousand and with a million jobs waiting. (`+@kind`: see `openDatabase`.)
 */
export const claimStatement = `
  UPDATE jobs
  SET state = 'running', started_at = @now, progress = NULL,
      lease_token = @token, lease_until = @leaseUntil
  WHERE number = coalesce(
    (SELECT number FROM (${headOfLine(priorityNumbers.batch, 'number, run_at')}) WHERE run_at <= @agedSince),
    (${headOfLine(priorityNumbers.interactive, 'number')}),
    (${headOfLine(priorityNumbers.batch, 'number')}))
  RETURNING *`;
