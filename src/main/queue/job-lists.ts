import { type JobState, jobStateSchema } from '../../contracts/job.ts';
import type { JobQuery } from './job-queue.ts';

export function listLimit(query: JobQuery): number {
  return Math.min(Math.max(1, query.limit ?? 100), 10_000);
}

export function emptyCounts(): Record<JobState, number> {
  return Object.fromEntries(jobStateSchema.options.map((state) => [state, 0])) as Record<JobState, number>;
}
