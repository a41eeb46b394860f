/**
 * What the studio tells a phone. Notices are numbered, kept, and told again after any absence; everything else is how
 * things stand at this moment, unnumbered, and read anew with `captures` and `studioPictures` after an absence.
 */
import { z } from 'zod';
import { failureCodes } from '../failure.ts';
import { photoIdSchema } from '../photo.ts';
import { progressSchema } from '../progress.ts';
import { captureSchema, verdictSchema } from './capture.ts';
import { studioPictureIdSchema, studioPictureSchema } from './studio-picture.ts';

export const noticeSchema = z.discriminatedUnion('type', [
  /** The studio has looked at a new capture. */
  z.strictObject({ type: z.literal('judged'), captureId: photoIdSchema, verdict: verdictSchema }),
  z.strictObject({ type: z.literal('finished'), captureId: photoIdSchema, resultId: z.string() }),
  z.strictObject({ type: z.literal('failed'), captureId: photoIdSchema, failure: z.enum(failureCodes) }),
  /** Somebody at the studio sent this phone a picture. */
  z.strictObject({ type: z.literal('sent'), pictureId: studioPictureIdSchema }),
]);
export type Notice = z.infer<typeof noticeSchema>;

export const phoneEventSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('notice'),
    sequence: z.int().positive(),
    at: z.int(),
    /** Told again after an absence: for the list, not for a banner each. */
    replayed: z.boolean(),
    notice: noticeSchema,
  }),
  /** The whole new state of captures. */
  z.strictObject({ type: z.literal('captures'), captures: z.array(captureSchema) }),
  z.strictObject({ type: z.literal('removed'), captureIds: z.array(photoIdSchema) }),
  z.strictObject({ type: z.literal('progress'), captureId: photoIdSchema, progress: progressSchema }),
  /** The whole new state of pictures that the studio sent. */
  z.strictObject({ type: z.literal('studioPictures'), pictures: z.array(studioPictureSchema) }),
  z.strictObject({ type: z.literal('studioPicturesGone'), pictureIds: z.array(studioPictureIdSchema) }),
  /** The studio gave this phone another name. */
  z.strictObject({ type: z.literal('renamed'), name: z.string() }),
  /** The notification that `testTelling` over this connection asked for: to be shown as a real one would be. */
  z.strictObject({ type: z.literal('test') }),
  /** The last word: the studio closes, or it has removed this phone. */
  z.strictObject({ type: z.literal('goodbye'), reason: z.enum(['closing', 'revoked', 'replaced']) }),
]);
export type PhoneEvent = z.infer<typeof phoneEventSchema>;
