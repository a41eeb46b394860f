import { z } from 'zod';

export const stepSchema = z.enum(['preparing', 'finding', 'reflections', 'enhancing', 'finishing']);
export type Step = z.infer<typeof stepSchema>;

/** The only names a user ever sees for what the machine does. */
export const stepNames: Readonly<Record<Step, string>> = {
  preparing: 'Preparing your image…',
  finding: 'Finding your iris…',
  reflections: 'Removing reflections…',
  enhancing: 'Enhancing quality…',
  finishing: 'Almost done…',
};

/** `share` is work really done over all work of this photo, 0 to 1, and never falls within one attempt. */
export const progressSchema = z.strictObject({
  step: stepSchema,
  share: z.number().min(0).max(1),
  /** Milliseconds still to go as learned on this machine; null until something was learned. */
  remainingMs: z.number().nonnegative().nullable(),
});
export type Progress = z.infer<typeof progressSchema>;
