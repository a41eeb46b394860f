import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StudioFailure } from '../../contracts/failure.ts';
import { type ModelCard, modelCardSchema } from '../../contracts/studio-api.ts';

/** What the manifest says of each model besides what only the worker needs. */
const manifestSchema = z.object({
  models: z.array(z.object(modelCardSchema.shape)),
});

/** @throws StudioFailure modelMissing */
export async function listModels(directory: string): Promise<ModelCard[]> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8'))).models;
  } catch (error) {
    throw new StudioFailure('modelMissing', {}, { cause: error });
  }
}
