/**
 * Removes photos and results for good: who deletes the picture of an iris wants it gone. The original first becomes
 * an unfinished file, which the next start would clear away, then its rows go, then its bytes. A crash in between
 * leaves nothing behind that nobody knows of; at worst a photo whose file is gone, which can be removed again.
 */
import { join } from 'node:path';
import type { PhotoId } from '../../contracts/photo.ts';
import type { Database } from './database.ts';
import { onSide } from './failure-of-io-error.ts';
import { failureOfSqliteError } from './failure-of-sqlite-error.ts';
import type { FileStore } from './file-store.ts';
import { type Layout, originalPath, partEnding } from './layout.ts';
import type { ResultRows } from './result-rows.ts';

export class Removal {
  readonly #database: Database;
  readonly #rows: ResultRows;
  readonly #layout: Layout;
  readonly #files: FileStore;
  readonly #removePhotoRows: (id: PhotoId) => boolean;

  constructor(database: Database, rows: ResultRows, layout: Layout, files: FileStore) {
    this.#database = database;
    this.#rows = rows;
    this.#layout = layout;
    this.#files = files;
    const statements = [
      // Live jobs stay: whoever removes a photo has seen to it that there are none.
      database.prepare('DELETE FROM jobs WHERE photo_id = ? AND finalized_at IS NOT NULL'),
      database.prepare('DELETE FROM attempts WHERE photo_id = ?'),
      database.prepare('DELETE FROM results WHERE photo_id = ?'),
    ];
    const removePhoto = database.prepare('DELETE FROM photos WHERE id = ?');
    this.#removePhotoRows = database.transaction((id: PhotoId) => {
      for (const statement of statements) statement.run(id);
      return removePhoto.run(id).changes === 1;
    }).immediate;
  }

  async photo(id: PhotoId): Promise<boolean> {
    const original = originalPath(this.#layout, id);
    const doomed = join(this.#layout.originals, `${id}${partEnding}`);
    const folders = this.#rows.ofPhoto(id).map(({ directory }) => directory);
    const isThere = (await onSide('library', () => this.#files.size(original))) !== null;
    if (isThere) await onSide('library', () => this.#files.rename(original, doomed));
    let removed: boolean;
    try {
      removed = this.#removePhotoRows(id);
    } catch (error) {
      if (isThere) await this.#files.rename(doomed, original).catch(() => {});
      throw failureOfSqliteError(error);
    }
    await onSide('library', async () => {
      await this.#files.remove(doomed);
      for (const folder of folders) await this.#files.remove(folder);
    });
    return removed;
  }

  /** A folder without a row is no result; the next start would clear it away. */
  async result(id: string): Promise<PhotoId | null> {
    const result = this.#rows.get(id);
    if (!result) return null;
    try {
      this.#database.prepare('DELETE FROM results WHERE id = ?').run(id);
    } catch (error) {
      throw failureOfSqliteError(error);
    }
    await onSide('library', () => this.#files.remove(result.directory));
    return result.photoId;
  }
}
