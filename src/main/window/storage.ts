import { lstat, opendir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { StorageUse } from '../../contracts/studio-api.ts';
import type { Library } from '../library/library.ts';

export async function storageUse({ database, layout }: Library): Promise<StorageUse> {
  const { photos, originalBytes } = database
    .prepare<[], { photos: number; originalBytes: number }>(
      'SELECT count(*) AS photos, coalesce(sum(byte_length), 0) AS originalBytes FROM photos',
    )
    .get()!;
  return {
    photos,
    originalBytes,
    resultBytes: await bytesBelow(layout.results),
    thumbnailBytes: (await bytesBelow(layout.thumbnails)) + (await bytesBelow(layout.previews)),
    freeBytes: await freeBytes(layout.directory),
  };
}

/** Versions beyond the newest `keep` of each photo. */
export function olderVersions({ database }: Library, keep: number): { id: string; photoId: string }[] {
  return database
    .prepare<[number], { id: string; photoId: string }>(
      `SELECT id, photoId FROM (
         SELECT id, photo_id AS photoId, row_number() OVER (
           PARTITION BY photo_id ORDER BY created_at DESC, rowid DESC) AS age
         FROM results WHERE lost_at IS NULL)
       WHERE age > ?`,
    )
    .all(keep);
}

async function bytesBelow(directory: string): Promise<number> {
  let bytes = 0;
  try {
    for await (const entry of await opendir(directory)) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) bytes += await bytesBelow(path);
      else bytes += (await lstat(path)).size;
    }
  } catch (error) {
    // Removed while we were looking.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return bytes;
}

/** Null where the system does not say. */
export async function freeBytes(directory: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch {
    return null;
  }
}
