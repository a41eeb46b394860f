import { z } from 'zod';
import { ellipseSchema } from './geometry.ts';

export const backgroundSchema = z.enum(['black', 'white', 'transparent']);
export type Background = z.infer<typeof backgroundSchema>;

export const sharpnessSchema = z.enum(['natural', 'print']);
export type Sharpness = z.infer<typeof sharpnessSchema>;

export const outputFormatSchema = z.enum(['png', 'jpeg', 'tiff']);
export type OutputFormat = z.infer<typeof outputFormatSchema>;

export const extensionOfFormat: Readonly<Record<OutputFormat, string>> = {
  png: 'png',
  jpeg: 'jpg',
  tiff: 'tif',
};

export const largestOutputSize = 4096;
export const smallestOutputSize = 256;

/** The picture's edge in iris diameters: a narrow quiet border around the iris. */
export const pictureMargin = 1.06;

/** What the photographer asks for. Two results with equal recipes from equal photos are the same picture. */
export const recipeSchema = z
  .strictObject({
    reflections: z.boolean().default(true),
    enhance: z.boolean().default(true),
    /** 0 keeps the source's own pixels (resampled), 1 is the full effect of the enhancer. */
    strength: z.number().min(0).max(1).default(1),
    /** `natural` is what the enhancer is sure of; `print` amplifies its fine detail. */
    sharpness: sharpnessSchema.default('natural'),
    /** Id of a model that the user added, which then enhances instead of ours; null is ours. */
    model: z.string().min(1).max(64).nullable().default(null),
    /** Id of a model that the user added, which then finds the iris instead of ours; null is ours. */
    finder: z.string().min(1).max(64).nullable().default(null),
    background: backgroundSchema.default('black'),
    /** Edge of the square picture in pixels; null takes as much as the photo can honestly give. */
    size: z.int().min(smallestOutputSize).max(largestOutputSize).nullable().default(null),
    format: outputFormatSchema.default('png'),
    /** Outlines drawn by the photographer, in pixels of the oriented source; they replace what would be found. */
    outline: z
      .strictObject({ iris: ellipseSchema, pupil: ellipseSchema.nullable() })
      .nullable()
      .default(null),
  })
  .refine((recipe) => !(recipe.format === 'jpeg' && recipe.background === 'transparent'), {
    error: 'A JPEG cannot be transparent. Choose PNG or TIFF, or another background.',
  });
export type Recipe = z.infer<typeof recipeSchema>;
export type RecipeInput = z.input<typeof recipeSchema>;

/** Part of every recipe's hash: raise it when the same photo and recipe would give another picture than before. */
export const pipelineVersion = 5;
