import { join } from 'node:path';
import { photoIdSchema } from '../../contracts/photo.ts';
import type { FileStore } from './file-store.ts';
import type { Layout } from './layout.ts';
import type { Log } from './log.ts';
import type { PhotoStore } from './photo-store.ts';
import { type ResultRecord, recordFileName, resultFiles, resultRecordSchema } from './result-record.ts';
import type { ResultRows } from './result-rows.ts';

export interface Registered {
  readonly photos: number;
  readonly results: number;
}

interface Parts {
  readonly layout: Layout;
  readonly files: FileStore;
  readonly photos: PhotoStore;
  readonly rows: ResultRows;
  readonly log: Log;
}

/**
 * After a recovery: takes up the originals and the whole results that lie on disk and that the database does
 * not know (any more). Originals lost the names they came with.
 */
export async function registerFiles(parts: Parts): Promise<Registered> {
  return { photos: await registerPhotos(parts), results: await registerResults(parts) };
}

async function registerPhotos({ layout, files, photos }: Parts): Promise<number> {
  let count = 0;
  for (const prefix of await files.list(layout.originals)) {
    for (const name of await files.list(join(layout.originals, prefix))) {
      const id = photoIdSchema.safeParse(name.replace(/\.bin$/, ''));
      const byteLength = await files.size(join(layout.originals, prefix, name));
      if (!id.success || !byteLength || photos.get(id.data)) continue;
      photos.register({ sha256: id.data, byteLength }, `Recovered photo ${id.data.slice(0, 8)}`);
      count += 1;
    }
  }
  return count;
}

async function registerResults(parts: Parts): Promise<number> {
  const { layout, files, photos, rows, log } = parts;
  const found: ResultRecord[] = [];
  for (const prefix of await files.list(layout.results)) {
    for (const id of await files.list(join(layout.results, prefix))) {
      if (rows.get(id)) continue;
      const record = await readRecord(files, join(layout.results, prefix, id), log);
      if (record?.id === id && photos.get(record.photoId)) found.push(record);
    }
  }
  // The order of their making gives each its version again.
  for (const record of found.sort((a, b) => a.createdAt - b.createdAt)) rows.insert(record);
  return found.length;
}

async function readRecord(files: FileStore, directory: string, log: Log): Promise<ResultRecord | null> {
  const path = join(directory, recordFileName);
  try {
    if ((await files.size(path)) === null) return null;
    const pieces: Uint8Array[] = [];
    for await (const piece of files.read(path)) pieces.push(Uint8Array.from(piece));
    const record = resultRecordSchema.parse(JSON.parse(Buffer.concat(pieces).toString('utf8')));
    for (const file of resultFiles) {
      if (!(await files.size(join(directory, record[file])))) return null;
    }
    return record;
  } catch (error) {
    log.warn({ error, directory }, 'a result could not be taken up again');
    return null;
  }
}
