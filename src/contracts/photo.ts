import { z } from 'zod';

/** SHA-256 of the file's bytes, in lower-case hexadecimal: the same file twice is one photo. */
export const photoIdSchema = z.string().regex(/^[0-9a-f]{64}$/);
export type PhotoId = z.infer<typeof photoIdSchema>;

export const photoSchema = z.strictObject({
  id: photoIdSchema,
  /** The name it came with, cleaned for showing; never used as a path. */
  name: z.string(),
  byteLength: z.int().nonnegative(),
  importedAt: z.int(),
});
export type Photo = z.infer<typeof photoSchema>;
