/**
 * A finished picture that somebody at the studio sent to a phone. The phone sees that picture and nothing of the photo
 * it was made of: not its id either, for who knows a photo's SHA-256 may claim to have sent it.
 */
import { z } from 'zod';

/** The result's own id: random, and the same however often it is sent. */
export const studioPictureIdSchema = z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

export const studioPictureSchema = z.strictObject({
  id: studioPictureIdSchema,
  /** What a save of it is called, e.g. "Mei left-iris.png". */
  name: z.string(),
  /** When it was sent, by the studio's clock. No two of a phone's are of the same moment. */
  sentAt: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
});
export type StudioPicture = z.infer<typeof studioPictureSchema>;

/** `pictureThumbnail` is WebP of up to 512 px; `picture` the whole of it, a TIFF as PNG. */
export const studioPictureKindSchema = z.enum(['pictureThumbnail', 'picture']);
export type StudioPictureKind = z.infer<typeof studioPictureKindSchema>;
