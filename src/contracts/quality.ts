import { z } from 'zod';
import { failureCodes } from './failure.ts';

export const qualityDecisionSchema = z.enum(['accept', 'warn', 'reject']);
export type QualityDecision = z.infer<typeof qualityDecisionSchema>;

/** Capture quality after ISO/IEC 29794-6; formulas, units and thresholds stand in the worker's quality table. */
export const qualityMeasuresSchema = z.strictObject({
  usableArea: z.number().nullable(),
  irisScleraContrast: z.number().nullable(),
  irisPupilContrast: z.number().nullable(),
  dilation: z.number().nullable(),
  concentricity: z.number().nullable(),
  margin: z.number().nullable(),
  sharpness: z.number().nullable(),
  irisDiameter: z.number().nullable(),
  specularShare: z.number().nullable(),
  shadowClipping: z.number().nullable(),
  highlightClipping: z.number().nullable(),
  greyscaleUtilisation: z.number().nullable(),
});
export type QualityMeasures = z.infer<typeof qualityMeasuresSchema>;
export type QualityMeasure = keyof QualityMeasures;

export const qualityReasonSchema = z.strictObject({
  measure: z.enum(Object.keys(qualityMeasuresSchema.shape) as [QualityMeasure, ...QualityMeasure[]]),
  /** How bad it is by itself; a photo is rejected when one reason rejects it. */
  decision: z.enum(['warn', 'reject']),
  /** The failure that the photographer reads when this reason rejects the photo. */
  code: z.enum(failureCodes),
  message: z.string(),
  suggestion: z.string(),
});
export type QualityReason = z.infer<typeof qualityReasonSchema>;

export const qualitySchema = z.strictObject({
  decision: qualityDecisionSchema,
  /** 0 (useless) to 1 (ideal). */
  score: z.number().min(0).max(1),
  measures: qualityMeasuresSchema,
  reasons: z.array(qualityReasonSchema),
});
export type Quality = z.infer<typeof qualitySchema>;
