/**
 * Where things are: the library's folder, the models, and the workers' entries, in the build and from source. The
 * build keeps every file of main in one folder, so that they are found from whichever file this ends up in.
 */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import envPaths from 'env-paths';

const runsFromSource = import.meta.url.endsWith('.ts');

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** In a package, what native code opens lies beside the archive instead of inside it. */
const unpacked = (path: string) => at(path).replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');

export const packageFile = at(runsFromSource ? '../../../package.json' : '../../package.json');
export const modelsDirectory = unpacked(runsFromSource ? '../../../models' : '../../models');
export const samplesDirectory = unpacked(runsFromSource ? '../../../samples' : '../../samples');
export const windowDirectory = at(runsFromSource ? '../../../out/renderer' : '../renderer');
/** The phone's page: a folder of its own, because a phone is served these files and no others. */
export const companionDirectory = at(runsFromSource ? '../../../out/companion' : '../companion');
export const mediaEntry = at(runsFromSource ? '../../worker/media/entry.ts' : './media-worker.js');
export const importerEntry = at(
  runsFromSource ? '../../worker/models/import/entry.ts' : './model-importer.js',
);
export const workerEntry = at(runsFromSource ? '../../worker/gpu/entry.ts' : './gpu-worker.js');

/** @param wish from `--data`; null takes the system's place for application data */
export function dataDirectory(wish: string | null): string {
  return wish === null ? envPaths('IrisVue Studio', { suffix: '' }).data : resolve(wish);
}
