/** What goes to the worker for one photo, and what comes back. Paths and figures only: pixels never travel. */
import { z } from 'zod';
import { failureCodes } from './failure.ts';
import { ellipseSchema } from './geometry.ts';
import { ownModelSourceSchema } from './own-model.ts';
import { qualitySchema } from './quality.ts';
import { recipeSchema } from './recipe.ts';

/**
 * How fast this machine is, learned photo by photo: milliseconds per unit of work. The worker measures, the main
 * process keeps them, so that the ring's share means time and the remaining time can be told from the second
 * photo on.
 */
export const workRatesSchema = z.strictObject({
  /** per megapixel of the source */
  prepare: z.number().positive(),
  /** per photo */
  find: z.number().positive(),
  /** per megapixel of the iris frame */
  reflections: z.number().positive(),
  /** per megapixel given to the enhancer, halos included */
  enhance: z.number().positive(),
  /** per megapixel of the picture */
  finish: z.number().positive(),
});
export type WorkRates = z.infer<typeof workRatesSchema>;

export const processRequestSchema = z.strictObject({
  jobId: z.string().min(1).max(64),
  /** The stored original; recognised by its content. */
  photoPath: z.string().min(1),
  recipe: recipeSchema,
  /** The user's models that the recipe names; absent where it names none. */
  ownModel: ownModelSourceSchema.optional(),
  ownFinder: ownModelSourceSchema.optional(),
  /** Where the worker writes; names end in `.part`, and the library renames them once all is verified. */
  targets: z.strictObject({
    picture: z.string().min(1),
    visibleMask: z.string().min(1),
    filledMask: z.string().min(1),
  }),
  scratchDirectory: z.string().min(1),
  /** Written into the picture's XMP, e.g. "IrisVue Studio 0.1.0". */
  software: z.string().min(1).max(100),
  /** Null on a machine that has not finished a photo yet. */
  rates: workRatesSchema.nullable(),
});
export type ProcessRequest = z.infer<typeof processRequestSchema>;

export const sourceFormatSchema = z.enum(['jpeg', 'png', 'webp', 'tiff', 'avif', 'heic']);
export type SourceFormat = z.infer<typeof sourceFormatSchema>;

/** What was learned about the photo, as far as the pipeline came. Missing values are null, never invented. */
export const findingsSchema = z.strictObject({
  source: z
    .strictObject({ format: sourceFormatSchema, width: z.int().positive(), height: z.int().positive() })
    .nullable(),
  iris: ellipseSchema.nullable(),
  pupil: ellipseSchema.nullable(),
  /** 0 to 1: how sure the finder is that this is an iris. */
  confidence: z.number().min(0).max(1).nullable(),
  /** How many eyes the photo shows; the best one is used. */
  eyes: z.int().nonnegative().nullable(),
  quality: qualitySchema.nullable(),
});
export type Findings = z.infer<typeof findingsSchema>;

export const timingsSchema = z.strictObject({
  decode: z.number().nullable(),
  find: z.number().nullable(),
  judge: z.number().nullable(),
  reflections: z.number().nullable(),
  enhance: z.number().nullable(),
  finish: z.number().nullable(),
  encode: z.number().nullable(),
  total: z.number(),
});
export type Timings = z.infer<typeof timingsSchema>;

const reportCommon = {
  findings: findingsSchema,
  timings: timingsSchema,
  /** Milliseconds inside the models. */
  inferenceMs: z.number().nonnegative(),
  provider: z.string().nullable(),
  /** Role to "id@sha256 (first 12 digits)" of the models that took part. */
  models: z.record(z.string(), z.string()),
};

export const processReportSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('completed'),
    picture: z.strictObject({
      width: z.int().positive(),
      height: z.int().positive(),
      byteLength: z.int().positive(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
    /** What to keep for the next photo. */
    rates: workRatesSchema,
    ...reportCommon,
  }),
  z.strictObject({
    status: z.literal('failed'),
    failure: z.strictObject({ code: z.enum(failureCodes), details: z.record(z.string(), z.unknown()) }),
    ...reportCommon,
  }),
]);
export type ProcessReport = z.infer<typeof processReportSchema>;
