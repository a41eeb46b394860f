import type { JobState } from '../../contracts/job.ts';

const day = 24 * 60 * 60 * 1000;

/** How long final jobs stay after they ended. Photos and results do not depend on them. */
export const jobRetentionMs: readonly (readonly [state: JobState, milliseconds: number])[] = [
  ['discarded', 7 * day],
  ['cancelled', 7 * day],
  ['completed', 30 * day],
];
export const eventRetentionMs = 7 * day;

/** Rows removed in one transaction, so that a purge never holds up a job for long. */
export const purgeBatch = 500;
