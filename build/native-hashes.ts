/**
 * Writes down what the native code of a package must be: `out/main/natives.json` goes into the archive, whose integrity
 * Electron checks, and the desktop compares the files beside the archive with it before it loads any.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';

/**
 * As electron-builder.yml packs them. On macOS signing changes them after this, and the system itself refuses code
 * that its signature does not cover.
 */
const places = ({ platform, arch }: NodeJS.Process) =>
  platform === 'darwin'
    ? []
    : [
        `node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node`,
        `node_modules/onnxruntime-node/bin/napi-v6/${platform}/${arch}`,
        'node_modules/@img',
      ];
const isNative = (path: string) => /\.(node|dll|dylib|so(\.\d+)*)$/.test(path);

export async function writeNativeHashes(root: string): Promise<number> {
  const hashes: Record<string, string> = {};
  for (const place of places(process)) {
    const below = isNative(place) ? [''] : await readdir(join(root, place), { recursive: true });
    for (const name of below) {
      const path = [place, ...name.split(sep)].filter((part) => part !== '').join('/');
      if (!isNative(path)) continue;
      hashes[path] = createHash('sha256')
        .update(await readFile(join(root, path)))
        .digest('hex');
    }
  }
  await writeFile(join(root, 'out/main/natives.json'), `${JSON.stringify(hashes, null, 2)}\n`);
  return Object.keys(hashes).length;
}
