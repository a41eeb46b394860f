/** The guarded contract of the media worker: it opens strangers' files and makes small pictures of them. */
import { z } from 'zod';
import { ellipseSchema } from './geometry.ts';
import { sourceFormatSchema } from './processing.ts';
import { outputFormatSchema, recipeSchema } from './recipe.ts';

const path = z.string().min(1);

/** Edge of a thumbnail's bounding square, in pixels. */
export const thumbnailSize = 512;
/** Edge of a preview's bounding square, in pixels. */
export const previewSize = 4096;

const fromPhoto = {
  /** The stored original; recognised by its content. */
  photoPath: path,
  /** Where the picture is written; its name ends in `.part`. */
  target: path,
  scratchDirectory: path,
};

export const mediaTaskSchema = z.discriminatedUnion('task', [
  /** Reads the header: what it is, and whether it can be opened. */
  z.strictObject({ task: z.literal('inspect'), photoPath: path, scratchDirectory: path }),
  /** WebP. */
  z.strictObject({ task: z.literal('thumbnail'), ...fromPhoto }),
  /** The whole oriented photo, JPEG. */
  z.strictObject({ task: z.literal('preview'), ...fromPhoto }),
  /** What the result shows, as it was in the photo, in the photo's own pixels; JPEG. */
  z.strictObject({
    task: z.literal('before'),
    ...fromPhoto,
    /** In pixels of the oriented photo. */
    iris: ellipseSchema,
    /** Edge of the result; a larger square is reduced to it, a smaller one is left as it is. */
    largest: z.int().positive().max(4096),
  }),
  /** Of a finished picture; WebP, transparency kept. */
  z.strictObject({ task: z.literal('resultThumbnail'), picturePath: path, target: path }),
  /** A finished picture in another format, with the same profile, resolution and metadata. */
  z.strictObject({
    task: z.literal('convert'),
    picturePath: path,
    target: path,
    format: outputFormatSchema,
    /** Edge in pixels at most; null leaves the size as it is. */
    largest: z.int().positive().max(4096).nullable(),
    recipe: recipeSchema,
    software: z.string().min(1).max(100),
  }),
]);
export type MediaTask = z.infer<typeof mediaTaskSchema>;

/** Of the oriented photo, or of the picture that was written. */
export const mediaAnswerSchema = z.strictObject({
  format: sourceFormatSchema.nullable(),
  width: z.int().positive(),
  height: z.int().positive(),
});
export type MediaAnswer = z.infer<typeof mediaAnswerSchema>;

export const mediaMethods = { run: [mediaTaskSchema], ping: [] } as const;

export interface MediaApi {
  /** Rejects with failures of the photo (see `openPhotograph`) and of the disk. Several may run at a time. */
  run(task: MediaTask): Promise<MediaAnswer>;
  ping(): Promise<{ busy: boolean; residentBytes: number }>;
}
