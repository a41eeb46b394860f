/** Finds and reads what says how a segmentation model is used: given with it, or a JSON file of the same name. */
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { z } from 'zod';
import { StudioFailure } from '../../../contracts/failure.ts';
import {
  largestDescriptionBytes,
  type SegmentationDescription,
  segmentationDescriptionSchema,
} from '../../../contracts/segmentation.ts';

/**
 * @param given the description's text; null looks beside the model
 * @returns null where there is none; a JSON file of another kind beside a model is none of ours
 * @throws StudioFailure 'modelDescriptionWrong'
 */
export async function readDescription(
  path: string,
  given: string | null,
): Promise<SegmentationDescription | null> {
  const text = given ?? (await readBeside(path));
  if (text === null) return null;
  const value = parseJson(text);
  if (given === null && !isSegmentation(value)) return null;
  const parsed = segmentationDescriptionSchema.safeParse(value);
  if (!parsed.success) throw descriptionWrong(z.prettifyError(parsed.error));
  return parsed.data;
}

/** @param reason shown to whoever wrote the description */
export const descriptionWrong = (reason: string, details: object = {}) =>
  new StudioFailure('modelDescriptionWrong', { reason, ...details });

const isSegmentation = (value: unknown) =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'segmentation';

async function readBeside(path: string): Promise<string | null> {
  try {
    const file = await open(`${path.slice(0, path.length - extname(path).length)}.json`, 'r');
    try {
      // Anything larger is no description, and need not be read to know.
      return (await file.stat()).size > largestDescriptionBytes ? null : await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw descriptionWrong(`it is no JSON: ${(error as Error).message}`);
  }
}
