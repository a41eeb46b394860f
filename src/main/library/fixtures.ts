/** What the tests of library and queue share: a data folder that goes away, a report, files like a worker's. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Recipe, recipeSchema } from '../../contracts/recipe.ts';
import type { AcceptRequest, ResultTargets } from './result-store.ts';

export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'irisvue-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

export const plainRecipe: Recipe = recipeSchema.parse({});

export function completedReport(byteLength: number): AcceptRequest['report'] {
  return {
    status: 'completed',
    picture: { width: 1024, height: 1024, byteLength, sha256: 'c'.repeat(64) },
    rates: { prepare: 1, find: 1, reflections: 1, enhance: 1, finish: 1 },
    findings: { source: null, iris: null, pupil: null, confidence: 0.9, eyes: 1, quality: null },
    timings: {
      decode: 1,
      find: 1,
      judge: 1,
      reflections: 1,
      enhance: 1,
      finish: 1,
      encode: 1,
      total: 7,
    },
    inferenceMs: 3,
    provider: 'cpu',
    models: {},
  };
}

/** Writes what a worker would, and returns the size of the picture. */
export async function playWorker(
  { targets }: ResultTargets,
  picture = 'a finished picture',
): Promise<number> {
  await writeFile(targets.picture, picture);
  await writeFile(targets.visibleMask, 'mask');
  await writeFile(targets.filledMask, 'mask');
  return Buffer.byteLength(picture);
}
