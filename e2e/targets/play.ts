/**
 * A photo that says what is to become of it: a JPEG with a note after its last marker, where no decoder looks. Any
 * number of photos can be made of one picture, each with another fate.
 */
import { open } from 'node:fs/promises';
import { z } from 'zod';
import { failureCodes } from '../../src/contracts/failure.ts';
import { ellipseSchema } from '../../src/contracts/geometry.ts';

export const playSchema = z.strictObject({
  /** Makes photos of one picture different ones. */
  number: z.int(),
  /** What the work takes. */
  milliseconds: z.number().nonnegative(),
  /** Stops with this instead of a picture. */
  failure: z.enum(failureCodes).nullable(),
  /** In which of its attempts, as one worker process counts them. */
  failsOn: z.enum(['every', 'first', 'later']),
  /** Whether the capture counts as doubtful. */
  doubtful: z.boolean(),
  iris: ellipseSchema,
  pupil: ellipseSchema,
});
export type Play = z.infer<typeof playSchema>;

const mark = '\nirisvue-play:';
const longestNote = 4096;

export function withPlay(jpeg: Buffer, play: Play): Buffer {
  return Buffer.concat([jpeg, Buffer.from(mark + JSON.stringify(play))]);
}

export async function readPlay(path: string): Promise<Play> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - longestNote);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    const end = buffer.subarray(0, bytesRead).toString('latin1');
    const at = end.lastIndexOf(mark);
    if (at < 0) throw new Error(`${path} carries no play`);
    return playSchema.parse(JSON.parse(end.slice(at + mark.length)));
  } finally {
    await file.close();
  }
}
