import { join } from 'node:path';
import type { OwnModel } from '../../contracts/own-model.ts';
import { failureOfIoError } from '../library/failure-of-io-error.ts';
import type { FileStore } from '../library/file-store.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { type DownloadOptions, download } from './download.ts';
import type { OwnModelStore } from './own-model-store.ts';

/**
 * Downloads an official model and adds it. What arrived of a download that broke off is kept for the next time.
 * @throws StudioFailure of `download` and of `OwnModelStore.add`
 */
export async function fetchModel(
  entry: CatalogueEntry,
  store: OwnModelStore,
  files: FileStore,
  options: DownloadOptions,
): Promise<OwnModel> {
  const directory = join(store.directory, 'downloads');
  const path = join(directory, `${entry.name}.part`);
  await files.makeDirectory(directory).catch((error) => {
    throw failureOfIoError(error, 'library');
  });
  const { address, bytes, sha256, licence } = entry;
  await download({ address, bytes, sha256, path }, options);
  const model = await store.add({ path, licence: licence.text, origin: address, id: entry.name });
  await files.remove(path).catch(() => {});
  return model;
}
