import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StudioFailure } from '../../contracts/failure.ts';
import type { OwnModel } from '../../contracts/own-model.ts';
import { type ModelCard, modelCardSchema } from '../../contracts/studio-api.ts';

const { own: _own, ...shown } = modelCardSchema.shape;
/** What the manifest says of each model, besides what only the worker needs. */
const manifestSchema = z.object({ models: z.array(z.object(shown)) });

/**
 * Those that the product ships, then those that the user added.
 * @throws StudioFailure modelMissing
 */
export async function listModels(directory: string, ownModels: readonly OwnModel[]): Promise<ModelCard[]> {
  let manifest: z.infer<typeof manifestSchema>;
  try {
    manifest = manifestSchema.parse(JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8')));
  } catch (error) {
    throw new StudioFailure('modelMissing', {}, { cause: error });
  }
  return [...manifest.models.map((model) => ({ ...model, own: false })), ...ownModels.map(modelCardOf)];
}

export function modelCardOf({ id, role, licence, version, bytes }: OwnModel): ModelCard {
  return { id, role, licence, version, bytes, own: true };
}
