import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { type FailureCode, StudioFailure } from '../../contracts/failure.ts';
import { type Photo, type PhotoId, photoSchema } from '../../contracts/photo.ts';
import type { SourceFormat } from '../../contracts/processing.ts';
import { cleanName } from './clean-name.ts';
import type { Clock } from './clock.ts';
import { type Digest, largestFileBytes, readHashed, settleFile } from './copy-file.ts';
import { type Database, withoutWaiting } from './database.ts';
import { onSide } from './failure-of-io-error.ts';
import { failureOfSqliteError } from './failure-of-sqlite-error.ts';
import type { FileStore } from './file-store.ts';
import { type Layout, originalPath, partEnding } from './layout.ts';

interface PhotoRow {
  readonly id: string;
  readonly name: string;
  readonly byte_length: number;
  readonly imported_at: number;
}

export interface ImportedPhoto {
  readonly photo: Photo;
  /** These bytes were already in the library; the photo keeps the name it came with first. */
  readonly duplicate: boolean;
}

export interface PhotoQuery {
  /** 100 when absent, at most 10,000. */
  readonly limit?: number;
  /** Only photos imported before this moment; for paging. */
  readonly before?: number;
}

const sides = { from: 'source', to: 'library' } as const;

/** The oriented photo, in pixels. */
export interface DecodedPhoto {
  readonly format: SourceFormat;
  readonly width: number;
  readonly height: number;
}

/** Originals: content-addressed files and the rows that name them. */
export class PhotoStore {
  readonly #database: Database;
  readonly #layout: Layout;
  readonly #files: FileStore;
  readonly #clock: Clock;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: Database, layout: Layout, files: FileStore, clock: Clock) {
    this.#database = database;
    this.#layout = layout;
    this.#files = files;
    this.#clock = clock;
    this.#statements = prepare(database);
  }

  get(id: PhotoId): Photo | null {
    const row = this.#statements.select.get(id);
    return row ? fromRow(row) : null;
  }

  /** Newest first. */
  list({ limit = 100, before = Number.MAX_SAFE_INTEGER }: PhotoQuery = {}): Photo[] {
    return this.#statements.list.all(before, Math.min(Math.max(1, limit), 10_000)).map(fromRow);
  }

  path(id: PhotoId): string {
    return originalPath(this.#layout, id);
  }

  /**
   * Copies a photo into the library; once this resolves, it survives a power loss. Rejects with fileMissing,
   * fileUnreadable, fileNotAPhoto (a folder), fileEmpty, fileTooLarge, diskFull, folderReadOnly, storageFailed.
   */
  async import(path: string, name: string, from: string | null = null): Promise<ImportedPhoto> {
    const known = await this.#findKnown(path);
    if (known) return { photo: known, duplicate: true };

    const part = join(this.#layout.originals, `${randomUUID()}${partEnding}`);
    const digest = await readHashed(this.#files, path, part, sides);
    try {
      // A file that changed while it was read may be empty or known after all.
      if (digest.byteLength === 0) throw new StudioFailure('fileEmpty');
      const raced = await this.#stored(digest);
      if (raced) {
        await this.#files.remove(part);
        return { photo: raced, duplicate: true };
      }
      await onSide('library', () => this.#settle(part, digest.sha256));
    } catch (error) {
      await this.#files.remove(part).catch(() => {});
      throw error;
    }
    return this.register(digest, cleanName(name), from);
  }

  describe(id: PhotoId, { format, width, height }: DecodedPhoto): void {
    withoutWaiting(this.#database, () => this.#statements.describe.run(format, width, height, id));
  }

  markUnreadable(id: PhotoId, code: FailureCode): void {
    withoutWaiting(this.#database, () => this.#statements.markUnreadable.run(code, id));
  }

  /** Writes the row of an original that lies in its place. */
  register({ sha256, byteLength }: Digest, name: string, from: string | null = null): ImportedPhoto {
    try {
      const duplicate =
        this.#statements.insert.run(sha256, name, byteLength, this.#clock.now(), from).changes === 0;
      return { photo: this.get(sha256)!, duplicate };
    } catch (error) {
      throw failureOfSqliteError(error);
    }
  }

  /** Hashing first costs a second read of new photos, but only where a known one has the very same length. */
  async #findKnown(path: string): Promise<Photo | null> {
    const byteLength = await onSide('source', () => this.#files.size(path));
    if (byteLength === null) throw new StudioFailure('fileMissing');
    if (byteLength === 0) throw new StudioFailure('fileEmpty');
    if (byteLength > largestFileBytes) throw new StudioFailure('fileTooLarge', { byteLength });
    if (!this.#statements.hasLength.get(byteLength)) return null;
    return this.#stored(await readHashed(this.#files, path, null, sides));
  }

  /** The photo, if its row and its whole file are there; a file lost meanwhile is put back by the import. */
  async #stored({ sha256, byteLength }: Digest): Promise<Photo | null> {
    const photo = this.get(sha256);
    if (!photo) return null;
    const size = await onSide('library', () => this.#files.size(this.path(sha256)));
    return size === byteLength ? photo : null;
  }

  async #settle(part: string, id: PhotoId): Promise<void> {
    const path = this.path(id);
    await this.#files.sync(part);
    await this.#files.makeDirectory(dirname(path));
    await settleFile(this.#files, part, path);
    await this.#files.syncDirectory(this.#layout.originals);
  }
}

function fromRow(row: PhotoRow): Photo {
  return photoSchema.parse({
    id: row.id,
    name: row.name,
    byteLength: row.byte_length,
    importedAt: row.imported_at,
  });
}

function prepare(database: Database) {
  return {
    select: database.prepare<[string], PhotoRow>('SELECT * FROM photos WHERE id = ?'),
    list: database.prepare<[number, number], PhotoRow>(
      'SELECT * FROM photos WHERE imported_at < ? ORDER BY imported_at DESC, rowid DESC LIMIT +?',
    ),
    hasLength: database.prepare<[number]>('SELECT 1 FROM photos WHERE byte_length = ? LIMIT 1'),
    describe: database.prepare<[string, number, number, string]>(
      'UPDATE photos SET format = ?, width = ?, height = ?, unreadable = NULL WHERE id = ?',
    ),
    markUnreadable: database.prepare<[string, string]>('UPDATE photos SET unreadable = ? WHERE id = ?'),
    insert: database.prepare<[string, string, number, number, string | null]>(
      `INSERT INTO photos (id, name, byte_length, imported_at, origin) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
    ),
  };
}
