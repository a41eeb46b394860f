/**
 * A photo that says what is to become of it: a JPEG with a note after its last marker, where no decoder looks. Any
 * number of photos can be made of one picture, each with another fate.
 */
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { failureCodes } from '../../src/contracts/failure.ts';
import { ellipseSchema } from '../../src/contracts/geometry.ts';

export const playSchema = z.strictObject({
  /** Makes photos of one picture different ones. */
  number: z.int(),
  /** What the work takes. */
  milliseconds: z.number().nonnegative(),
  /**
   * The work stands still in its middle until this file is there; as many photos as are free go by it, counted by
   * one worker process. Null where nothing holds it.
   */
  until: z.strictObject({ path: z.string(), free: z.int().nonnegative() }).nullable(),
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

/** Holds photos in the middle of their work for as long as a spec needs, however fast or slow the machine is. */
export interface Gate {
  /** Of the photos that are to be held. */
  readonly until: NonNullable<Play['until']>;
  /** Lets them go on, and later ones through. */
  open(): Promise<void>;
}

/**
 * @param folder a folder of the test, which the worker may read
 * @param free how many photos go by before one is held, whatever their order
 */
export function gateIn(folder: string, free = 0): Gate {
  const path = join(folder, 'gate');
  return { until: { path, free }, open: () => writeFile(path, '') };
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
