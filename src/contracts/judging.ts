/** A look at a capture before anybody processes it: found, judged, and nothing made. */
import { z } from 'zod';
import { failureCodes } from './failure.ts';
import { findingsSchema } from './processing.ts';

export const judgeRequestSchema = z.strictObject({
  /** The stored original; recognised by its content. */
  photoPath: z.string().min(1),
  scratchDirectory: z.string().min(1),
});
export type JudgeRequest = z.infer<typeof judgeRequestSchema>;

export const judgeReportSchema = z.strictObject({
  findings: findingsSchema,
  /** Why processing it as it is would fail; null where it would not, as far as can be seen. */
  failure: z.enum(failureCodes).nullable(),
  milliseconds: z.number().nonnegative(),
});
export type JudgeReport = z.infer<typeof judgeReportSchema>;
