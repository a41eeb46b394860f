import { StudioHost, type StudioHostParts } from '../window/studio-host.ts';
import { forkedProcesses } from '../workers/forked-process.ts';
import { createMediaWorker } from '../workers/media-supervisor.ts';
import { workerEnvironment } from '../workers/worker-environment.ts';
import { openPhones, type PhonesOptions } from './open-phones.ts';
import { type OpeningOptions, openStudioParts } from './open-studio-parts.ts';
import { mediaEntry, modelsDirectory, samplesDirectory } from './places.ts';
import { productName, productVersion } from './product.ts';

/**
 * The studio as a window needs it, in Electron or without. Both workers start when they are first needed.
 * @throws StudioFailure as `openStudioParts`
 */
export async function openStudioHost(
  host: StudioHostParts['host'],
  options: Omit<OpeningOptions, 'hasWindow'> & PhonesOptions,
): Promise<StudioHost> {
  const parts = await openStudioParts({ ...options, hasWindow: true });
  const media = createMediaWorker({
    spawnPort: options.spawnPort ?? forkedProcesses,
    entry: mediaEntry,
    environment: workerEnvironment(process.env),
    log: (level, message, fields) => parts.log[level](fields ?? {}, message),
  });
  return new StudioHost({
    ...parts,
    media,
    host,
    product: productName,
    version: productVersion,
    modelsDirectory,
    samplesDirectory,
    openPhones: (studio) => openPhones(studio, options),
  });
}
