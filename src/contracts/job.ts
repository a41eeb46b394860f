import { z } from 'zod';
import { failureCodes } from './failure.ts';
import { progressSchema } from './progress.ts';

/** docs/job-states.md has the chart. */
export const jobStateSchema = z.enum([
  'scheduled',
  'available',
  'running',
  'retryable',
  'completed',
  'cancelled',
  'discarded',
]);
export type JobState = z.infer<typeof jobStateSchema>;

export const finalJobStates: readonly JobState[] = ['completed', 'cancelled', 'discarded'];

/** 1 is most urgent. What a user waits for goes before batches; an old batch job rises so that none starves. */
export const jobPrioritySchema = z.enum(['interactive', 'batch']);
export type JobPriority = z.infer<typeof jobPrioritySchema>;

export const jobSchema = z.strictObject({
  id: z.string(),
  kind: z.string(),
  state: jobStateSchema,
  priority: jobPrioritySchema,
  /** Kind-specific input, JSON; parsed by the handler's own schema. */
  payload: z.unknown(),
  /** Two live jobs of one kind never share a unique key. */
  uniqueKey: z.string().nullable(),
  /** Attempts that ended in an error, and attempts in which the process died. */
  errorCount: z.int().nonnegative(),
  crashCount: z.int().nonnegative(),
  failure: z.enum(failureCodes).nullable(),
  progress: progressSchema.nullable(),
  enqueuedAt: z.int(),
  runAt: z.int(),
  startedAt: z.int().nullable(),
  finalizedAt: z.int().nullable(),
});
export type Job = z.infer<typeof jobSchema>;

export const jobEventSchema = z.strictObject({
  /** Grows by at least one with each event, across restarts. */
  sequence: z.int().positive(),
  jobId: z.string(),
  type: z.enum([
    'enqueued',
    'started',
    'progressed',
    'released',
    'retried',
    'completed',
    'cancelled',
    'discarded',
    'reprioritised',
    'moved',
  ]),
  at: z.int(),
  data: z.record(z.string(), z.unknown()),
});
export type JobEvent = z.infer<typeof jobEventSchema>;
