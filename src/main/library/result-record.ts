/** A finished picture as the library keeps it: the row, and the same facts beside the files on disk. */
import { z } from 'zod';
import { photoIdSchema } from '../../contracts/photo.ts';
import type { ProcessReport } from '../../contracts/processing.ts';
import { extensionOfFormat, type OutputFormat, type Recipe } from '../../contracts/recipe.ts';

export type CompletedReport = Extract<ProcessReport, { status: 'completed' }>;

const isObject = (value: unknown) => typeof value === 'object' && value !== null;

/**
 * Lies as `result.json` in each result's folder, so that a library whose database is lost finds its finished
 * pictures again. Names are names inside the folder. Recipe and report are kept as they were written, not parsed
 * again: an old result must stay readable when the contracts have moved on.
 */
export const resultRecordSchema = z.strictObject({
  id: z.string().min(1),
  photoId: photoIdSchema,
  jobId: z.string().min(1),
  recipe: z.custom<Recipe>(isObject),
  recipeHash: z.string().regex(/^[0-9a-f]{64}$/),
  report: z.custom<CompletedReport>(isObject),
  picture: z.string().min(1),
  visibleMask: z.string().min(1),
  filledMask: z.string().min(1),
  createdAt: z.int(),
});
export type ResultRecord = z.infer<typeof resultRecordSchema>;

/** With absolute paths. */
export interface StoredResult extends Omit<ResultRecord, 'picture' | 'visibleMask' | 'filledMask'> {
  /** 1 for the first result of this photo with this recipe; a re-run adds the next. */
  readonly version: number;
  readonly directory: string;
  readonly picturePath: string;
  readonly visibleMaskPath: string;
  readonly filledMaskPath: string;
  /** When its files were found to be gone; such a result must not be shown as done. */
  readonly lostAt: number | null;
}

export const recordFileName = 'result.json';

export function resultFileNames(format: OutputFormat) {
  return {
    picture: `picture.${extensionOfFormat[format]}`,
    visibleMask: 'visible-iris.png',
    filledMask: 'filled-reflections.png',
  };
}
export type ResultFile = keyof ReturnType<typeof resultFileNames>;
export const resultFiles: readonly ResultFile[] = ['picture', 'visibleMask', 'filledMask'];
