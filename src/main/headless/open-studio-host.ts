import { StudioHost } from '../window/studio-host.ts';
import { forkedProcesses } from '../workers/forked-process.ts';
import { createMediaWorker } from '../workers/media-supervisor.ts';
import { workerEnvironment } from '../workers/worker-environment.ts';
import { openStudioParts } from './open-headless-studio.ts';
import { mediaEntry, modelsDirectory, samplesDirectory } from './places.ts';
import { productName, productVersion } from './product.ts';

/**
 * The studio as a window needs it, without Electron. Both workers start when they are first needed.
 * @param data from `--data`; null takes the system's place for application data
 * @throws StudioFailure as `openHeadlessStudio`
 */
export async function openStudioHost(data: string | null): Promise<StudioHost> {
  const parts = await openStudioParts(data, true);
  const media = createMediaWorker({
    spawnPort: forkedProcesses,
    entry: mediaEntry,
    environment: workerEnvironment(process.env),
    log: (level, message, fields) => parts.log[level](fields ?? {}, message),
  });
  return new StudioHost({
    ...parts,
    media,
    host: 'browser',
    product: productName,
    version: productVersion,
    modelsDirectory,
    samplesDirectory,
  });
}
