/** What a window shows of photos, work and results. Everything here may be shown; nothing here is a path. */
import { z } from 'zod';
import { failureCodes } from './failure.ts';
import { ellipseSchema } from './geometry.ts';
import { photoIdSchema } from './photo.ts';
import { sourceFormatSchema } from './processing.ts';
import { progressSchema } from './progress.ts';
import { qualitySchema } from './quality.ts';
import { recipeSchema } from './recipe.ts';

/** `review` is finished with a doubt: the capture was borderline, and a person should look. */
export const cardStateSchema = z.enum(['new', 'waiting', 'working', 'done', 'review', 'failed']);
export type CardState = z.infer<typeof cardStateSchema>;

/** Below this confidence of the finder a picture is for review, as the library's migrations have it. */
export const doubtfulBelow = 0.7;

export const galleryFilterSchema = z.enum(['all', 'new', 'working', 'done', 'review', 'failed']);
export type GalleryFilter = z.infer<typeof galleryFilterSchema>;

export const photoCardSchema = z.strictObject({
  id: photoIdSchema,
  name: z.string(),
  importedAt: z.int(),
  state: cardStateSchema,
  /** Pixels of the oriented photo; null until it was decoded once. */
  width: z.int().positive().nullable(),
  height: z.int().positive().nullable(),
  thumbnail: z.enum(['pending', 'ready', 'unreadable']),
  /**
   * The iris, for cropping the card to the eye: centre as a share (0..1) of the photo's width and height, diameter as
   * a share of its width.
   */
  eye: z.strictObject({ x: z.number(), y: z.number(), diameter: z.number() }).nullable(),
  /**
   * Place in the line when this card was read, 1 is next; only while waiting, and only for the first 1,000. When the
   * line moves, the queue view tells the new places: cards are not sent again for it.
   */
  place: z.int().positive().nullable(),
  progress: progressSchema.nullable(),
  /** Why its latest work failed, or why it cannot be shown (`thumbnail` is then 'unreadable'). */
  failure: z.enum(failureCodes).nullable(),
  /** The result to show, and its figures; null before the first. */
  result: z
    .strictObject({
      id: z.string(),
      width: z.int().positive(),
      height: z.int().positive(),
      milliseconds: z.number().nonnegative(),
      createdAt: z.int(),
    })
    .nullable(),
  versions: z.int().nonnegative(),
  /** The name of the phone it came from. */
  from: z.string().nullable(),
});
export type PhotoCard = z.infer<typeof photoCardSchema>;

export const galleryCountsSchema = z.record(galleryFilterSchema, z.int().nonnegative());
export type GalleryCounts = z.infer<typeof galleryCountsSchema>;

export const galleryPageSchema = z.strictObject({
  cards: z.array(photoCardSchema),
  /** How many photos the filter holds in all. */
  total: z.int().nonnegative(),
});
export type GalleryPage = z.infer<typeof galleryPageSchema>;

export const queueEntrySchema = z.strictObject({
  jobId: z.string(),
  photoId: photoIdSchema,
  name: z.string(),
  state: z.enum(['waiting', 'working']),
  progress: progressSchema.nullable(),
});
export const queueViewSchema = z.strictObject({
  paused: z.boolean(),
  /** In the order they will run, the running one first; at most 200. */
  entries: z.array(queueEntrySchema),
  waiting: z.int().nonnegative(),
  /** Share of everything asked for since the queue was last empty, 0..1; null when nothing is asked for. */
  share: z.number().min(0).max(1).nullable(),
  /** Until the queue is empty, from this machine's measured speed; null until something was learned. */
  remainingMs: z.number().nonnegative().nullable(),
});
export type QueueView = z.infer<typeof queueViewSchema>;

/** One finished picture with what it was made of: a version in the result view. */
export const versionSchema = z.strictObject({
  resultId: z.string(),
  createdAt: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  milliseconds: z.number().nonnegative(),
  recipe: recipeSchema,
  models: z.record(z.string(), z.string()),
  provider: z.string().nullable(),
  /** The square of the photo that the picture shows, in source pixels: aligns "before" with "after". */
  frame: z.strictObject({
    iris: ellipseSchema,
    /** Edge of the picture in iris diameters. */
    margin: z.number().positive(),
  }),
});
export type Version = z.infer<typeof versionSchema>;

/** Everything that the result view and its info drawer show of one photo. */
export const photoDetailSchema = z.strictObject({
  card: photoCardSchema,
  source: z.strictObject({
    format: sourceFormatSchema.nullable(),
    byteLength: z.int().nonnegative(),
  }),
  iris: ellipseSchema.nullable(),
  pupil: ellipseSchema.nullable(),
  confidence: z.number().min(0).max(1).nullable(),
  eyes: z.int().nonnegative().nullable(),
  quality: qualitySchema.nullable(),
  /** How often it was tried in the latest job. */
  attempts: z.int().nonnegative(),
  /** Newest first. */
  versions: z.array(versionSchema),
});
export type PhotoDetail = z.infer<typeof photoDetailSchema>;
