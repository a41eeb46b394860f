import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StudioFailure } from '../../contracts/failure.ts';
import { systemClock } from '../library/clock.ts';
import { openLibrary } from '../library/open-library.ts';
import { createSqliteQueue } from '../queue/sqlite-queue.ts';
import { Studio, type StudioParts } from '../studio.ts';
import { openLog } from './open-log.ts';
import { openOwnModels } from './open-own-models.ts';
import { dataDirectory, modelsDirectory } from './places.ts';
import { softwareName } from './product.ts';
import { startHeadlessWorker } from './start-headless-worker.ts';

/**
 * Opens the studio over a data folder, without a window. The worker starts with the first photo, not before.
 *
 * @param data from `--data`; null takes the system's place for application data
 * @throws StudioFailure libraryInUse, folderReadOnly, diskFull, modelMissing
 */
export async function openHeadlessStudio(data: string | null): Promise<Studio> {
  const studio = new Studio(await openStudioParts(data));
  await studio.purge();
  return studio;
}

/** What a studio is made of; see `openHeadlessStudio`. With a window, computing gives way to it. */
export async function openStudioParts(data: string | null, hasWindow = false): Promise<StudioParts> {
  const directory = dataDirectory(data);
  const models = await readModelIdentities();
  const { log, attach } = openLog();
  const library = await openLibrary({ directory, log });
  await attach(library.logsDirectory);
  const queue = createSqliteQueue(library.database, { log });
  return {
    library,
    queue,
    worker: startHeadlessWorker(log, hasWindow),
    clock: systemClock,
    log,
    models,
    ownModels: openOwnModels(directory),
    software: softwareName,
  };
}

const identitiesSchema = z.object({
  models: z.array(z.object({ id: z.string(), sha256: z.string() })).min(1),
});

/** The worker verifies the files; here their names only go into the recipes' hashes. */
async function readModelIdentities() {
  try {
    const text = await readFile(join(modelsDirectory, 'manifest.json'), 'utf8');
    return identitiesSchema.parse(JSON.parse(text)).models;
  } catch (error) {
    throw new StudioFailure('modelMissing', {}, { cause: error });
  }
}
