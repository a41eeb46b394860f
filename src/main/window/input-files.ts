import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';

/**
 * Extensions that make a file inside a folder worth trying. A file that is named itself is always tried: what it
 * is gets decided by its content, never by its name.
 */
const photoExtensions = new Set([
  '.jpg',
  '.jpeg',
  '.jfif',
  '.png',
  '.webp',
  '.tif',
  '.tiff',
  '.avif',
  '.heic',
  '.heif',
]);

/**
 * Turns what was given on the command line into absolute paths of photos, in a stable order: files as they were
 * named, folders with everything below them sorted by name. A path named twice counts once; a path that does not
 * exist stays in the list, so that it gets its own line with its reason.
 */
export async function collectInputFiles(paths: readonly string[]): Promise<string[]> {
  const files = new Set<string>();
  for (const path of paths) {
    const absolute = resolve(path);
    const kind = await stat(absolute).catch(() => null);
    if (kind?.isDirectory()) for (const file of await photosBelow(absolute, new Set())) files.add(file);
    else files.add(absolute);
  }
  return [...files];
}

/** @param visited real paths of the folders entered so far, against links that lead back up */
async function photosBelow(directory: string, visited: Set<string>): Promise<string[]> {
  let entries: Dirent[];
  try {
    const real = await realpath(directory);
    if (visited.has(real)) return [];
    visited.add(real);
    entries = await readdir(directory, { withFileTypes: true });
  } catch {
    // The folder itself becomes an input that fails with its reason; the rest of the batch goes on.
    return [directory];
  }
  const photos: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const path = join(directory, entry.name);
    const isDirectory = entry.isSymbolicLink()
      ? ((await stat(path).catch(() => null))?.isDirectory() ?? false)
      : entry.isDirectory();
    if (isDirectory) photos.push(...(await photosBelow(path, visited)));
    else if (photoExtensions.has(extname(entry.name).toLowerCase())) photos.push(path);
  }
  return photos;
}
