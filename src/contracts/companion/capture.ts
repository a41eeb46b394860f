/** What a phone sees of a photo that it sent. A phone sees its own photos and no others. */
import { z } from 'zod';
import { failureCodes } from '../failure.ts';
import { cardStateSchema, photoCardSchema } from '../gallery.ts';
import { photoIdSchema } from '../photo.ts';
import { progressSchema } from '../progress.ts';
import { outputFormatSchema } from '../recipe.ts';

/**
 * The studio's word on a capture a moment after it arrived, before anybody processes it. `unknown` when it could not
 * be judged. The words to show stand in `failures[code]`; an empty list with 'accept' is "sharp enough".
 */
export const verdictSchema = z.strictObject({
  decision: z.enum(['accept', 'warn', 'reject', 'unknown']),
  /** 0 (useless) to 1 (ideal); null where no iris was found. */
  score: z.number().min(0).max(1).nullable(),
  /** The worst first. */
  reasons: z.array(z.enum(failureCodes)),
});
export type Verdict = z.infer<typeof verdictSchema>;

export const captureSchema = z.strictObject({
  /** SHA-256 of the file, hexadecimal. */
  id: photoIdSchema,
  name: z.string(),
  /** When the studio had all of it from this phone. */
  receivedAt: z.int(),
  state: cardStateSchema,
  /** Pixels of the oriented photo; null until it was decoded. */
  width: z.int().positive().nullable(),
  height: z.int().positive().nullable(),
  thumbnail: photoCardSchema.shape.thumbnail,
  eye: photoCardSchema.shape.eye,
  /** Place in the line, 1 is next; only while waiting. */
  place: z.int().positive().nullable(),
  progress: progressSchema.nullable(),
  failure: z.enum(failureCodes).nullable(),
  /** Null until the studio has looked at it. */
  verdict: verdictSchema.nullable(),
  result: z
    .strictObject({
      id: z.string(),
      width: z.int().positive(),
      height: z.int().positive(),
      format: outputFormatSchema,
      /** What a save of it is called. */
      name: z.string(),
      milliseconds: z.number().nonnegative(),
      createdAt: z.int(),
    })
    .nullable(),
});
export type Capture = z.infer<typeof captureSchema>;

/**
 * `thumbnail` (of the photo) and `resultThumbnail` are WebP of up to 512 px; `before` is the square of the photo that
 * the result shows, JPEG; `after` is the finished picture's own file; `filledMask` shows the same square, white where the
 * picture was filled, in the photo's own pixels, PNG.
 */
export const pictureKindSchema = z.enum(['thumbnail', 'resultThumbnail', 'before', 'after', 'filledMask']);
export type PictureKind = z.infer<typeof pictureKindSchema>;

/** One piece of a picture; its bytes travel beside it. Ask on from `offset + length` until it is `byteLength`. */
export const picturePieceSchema = z.strictObject({
  /** Names these very bytes: where it changes between two pieces, begin again. */
  version: z.string(),
  type: z.enum(['image/webp', 'image/jpeg', 'image/png', 'image/tiff']),
  byteLength: z.int().positive(),
  offset: z.int().nonnegative(),
});
export type PicturePiece = z.infer<typeof picturePieceSchema>;
