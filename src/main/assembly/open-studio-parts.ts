import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StudioFailure } from '../../contracts/failure.ts';
import { systemClock } from '../library/clock.ts';
import { openLibrary } from '../library/open-library.ts';
import { createSqliteQueue } from '../queue/sqlite-queue.ts';
import type { StudioParts } from '../studio.ts';
import { forkedProcesses } from '../workers/forked-process.ts';
import type { SpawnPort } from '../workers/spawn-port.ts';
import { openLog } from './open-log.ts';
import { openOwnModels } from './open-own-models.ts';
import { dataDirectory, modelsDirectory } from './places.ts';
import { softwareName } from './product.ts';
import { startGpuWorker } from './start-gpu-worker.ts';

export interface OpeningOptions {
  /** From `--data`; null takes the system's place for application data. */
  readonly data: string | null;
  /** With a window, computing gives way to it. */
  readonly hasWindow?: boolean;
  readonly spawnPort?: SpawnPort;
}

/**
 * Opens a data folder and makes what a studio consists of. The worker starts with the first photo, not before.
 *
 * @throws StudioFailure libraryInUse, folderReadOnly, diskFull, modelMissing
 */
export async function openStudioParts({
  data,
  hasWindow = false,
  spawnPort = forkedProcesses,
}: OpeningOptions): Promise<StudioParts> {
  const directory = dataDirectory(data);
  const models = await readModelIdentities();
  const { log, attach } = openLog();
  const library = await openLibrary({ directory, log });
  await attach(library.logsDirectory);
  const queue = createSqliteQueue(library.database, { log });
  return {
    library,
    queue,
    worker: startGpuWorker({ log, givesWay: hasWindow, spawnPort }),
    clock: systemClock,
    log,
    models,
    ownModels: openOwnModels(directory, spawnPort),
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
