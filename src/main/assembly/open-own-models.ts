import { join } from 'node:path';
import { systemClock } from '../library/clock.ts';
import { nodeFileStore } from '../library/file-store.ts';
import { importerInChild } from '../models/import-in-child.ts';
import { OwnModelStore } from '../models/own-model-store.ts';
import { forkedProcesses } from '../workers/forked-process.ts';
import type { SpawnPort } from '../workers/spawn-port.ts';
import { workerEnvironment } from '../workers/worker-environment.ts';
import { importerEntry, samplesDirectory } from './places.ts';

/** The user's models in a data folder. Takes no lock: adding one does not touch the library. */
export function openOwnModels(dataDirectory: string, spawnPort: SpawnPort = forkedProcesses): OwnModelStore {
  return new OwnModelStore({
    directory: join(dataDirectory, 'models'),
    files: nodeFileStore,
    clock: systemClock,
    importModel: importerInChild({
      spawnPort,
      entry: importerEntry,
      samples: samplesDirectory,
      environment: workerEnvironment(process.env),
    }),
  });
}
