/** Where things are: the library's folder, the models, and the worker's entry, in the build and from source. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import envPaths from 'env-paths';

const runsFromSource = import.meta.url.endsWith('.ts');

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const packageFile = at(runsFromSource ? '../../../package.json' : '../../package.json');
export const modelsDirectory = at(runsFromSource ? '../../../models' : '../../models');
export const samplesDirectory = at(runsFromSource ? '../../../samples' : '../../samples');
export const windowDirectory = at(runsFromSource ? '../../../out/renderer' : '../renderer');
export const mediaEntry = at(runsFromSource ? '../../worker/media/entry.ts' : './media-worker.js');
export const importerEntry = at(
  runsFromSource ? '../../worker/models/import/entry.ts' : './model-importer.js',
);
export const workerEntry = at(runsFromSource ? '../../worker/gpu/entry.ts' : './gpu-worker.js');

/** @param wish from `--data`; null takes the system's place for application data */
export function dataDirectory(wish: string | null): string {
  return wish === null ? envPaths('IrisVue Studio', { suffix: '' }).data : resolve(wish);
}
