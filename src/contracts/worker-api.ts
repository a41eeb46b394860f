/** The guarded contract of the worker process: these methods and no others, every argument parsed. */
import { z } from 'zod';
import { type JudgeReport, judgeRequestSchema } from './judging.ts';
import { type ProcessReport, processRequestSchema } from './processing.ts';
import { progressSchema } from './progress.ts';

export const workerStartSchema = z.strictObject({
  modelsDirectory: z.string().min(1),
  /** Providers to try, best first; the first one that passes its self-test wins. */
  providers: z.array(z.enum(['cuda', 'coreml', 'dml', 'webgpu', 'cpu'])).min(1),
  threads: z.int().min(1).max(64).nullable(),
});
export type WorkerStart = z.infer<typeof workerStartSchema>;
export type ProviderName = WorkerStart['providers'][number];

export const providerVerdictSchema = z.strictObject({
  provider: z.string(),
  outcome: z.enum(['chosen', 'passed', 'unavailable', 'wrong', 'slower']),
  /** Largest absolute difference from the known answer; null when it could not run. */
  largestError: z.number().nullable(),
  /** Milliseconds of the self-test's run; null when it could not run. */
  milliseconds: z.number().nullable(),
  reason: z.string(),
});
export type ProviderVerdict = z.infer<typeof providerVerdictSchema>;

export const workerReadinessSchema = z.strictObject({
  provider: z.string(),
  verdicts: z.array(providerVerdictSchema),
  models: z.array(
    z.strictObject({ id: z.string(), role: z.string(), sha256: z.string(), loadMs: z.number() }),
  ),
  startMs: z.number(),
  threads: z.int(),
});
export type WorkerReadiness = z.infer<typeof workerReadinessSchema>;

/** Asks a process to end on its own, where there is no channel whose closing would say so. */
export const leaveMessage = 'leave';

/** Argument schemas by method; the guard serves exactly these names. */
export const workerMethods = {
  start: [workerStartSchema],
  process: [processRequestSchema],
  judge: [judgeRequestSchema],
  cancel: [z.string().min(1).max(64)],
  ping: [],
} as const;

export interface WorkerApi {
  /** Verifies and warms every model. Rejects with a StudioFailure code. Called once, before anything else. */
  start(options: WorkerStart): Promise<WorkerReadiness>;
  /** Runs one photo; failures are values. One at a time. */
  process(request: z.infer<typeof processRequestSchema>): Promise<ProcessReport>;
  /** Looks at one photo and makes nothing of it; also beside one that is processed, in whose pauses it works. */
  judge(request: z.infer<typeof judgeRequestSchema>): Promise<JudgeReport>;
  /** Takes effect within one tile; the running `process` then reports the failure 'cancelled'. */
  cancel(jobId: string): Promise<void>;
  ping(): Promise<{ busy: boolean; residentBytes: number }>;
}

/** Pushed from the worker beside the calls, numbered from 1 so that the supervisor can tell order and loss. */
export const workerEventSchema = z.strictObject({
  kind: z.literal('event'),
  sequence: z.int().positive(),
  event: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('progress'), jobId: z.string(), progress: progressSchema }),
    /** Sent before a provider is tried, so that the supervisor knows which one took the process down. */
    z.strictObject({ type: z.literal('tryingProvider'), provider: z.string() }),
    z.strictObject({
      type: z.literal('log'),
      level: z.enum(['debug', 'info', 'warn', 'error']),
      message: z.string(),
      fields: z.record(z.string(), z.unknown()),
    }),
  ]),
});
export type WorkerEvent = z.infer<typeof workerEventSchema>;
