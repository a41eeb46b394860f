import { join } from 'node:path';
import { settleFile } from './copy-file.ts';
import type { Database } from './database.ts';
import { failureOfSqliteError } from './failure-of-sqlite-error.ts';
import type { FileStore } from './file-store.ts';
import { type Layout, partEnding } from './layout.ts';

const backupsKept = 7;
const day = 24 * 60 * 60 * 1000;

/** Copies of the database, named by their moment, so that the order of names is the order of time. */
export class Backups {
  readonly #layout: Layout;
  readonly #files: FileStore;

  constructor(layout: Layout, files: FileStore) {
    this.#layout = layout;
    this.#files = files;
  }

  /** Newest first. */
  async list(): Promise<{ readonly path: string; readonly at: number }[]> {
    const names = await this.#files.list(this.#layout.backups);
    return names
      .map((name) => ({ path: join(this.#layout.backups, name), at: momentOf(name) }))
      .filter((backup) => !Number.isNaN(backup.at))
      .reverse();
  }

  async isDue(now: number): Promise<boolean> {
    const [newest] = await this.list();
    return !newest || now - newest.at >= day;
  }

  /** A consistent copy while the database is in use; returns its path. Rejects with failures of the disk. */
  async make(database: Database, now: number): Promise<string> {
    const path = join(this.#layout.backups, `library-${stamp(now)}.db`);
    const part = `${path}${partEnding}`;
    try {
      await this.#files.remove(part);
      await database.backup(part);
      await this.#files.sync(part);
      await settleFile(this.#files, part, path);
      for (const old of (await this.list()).slice(backupsKept)) await this.#files.remove(old.path);
      return path;
    } catch (error) {
      await this.#files.remove(part).catch(() => {});
      throw failureOfSqliteError(error);
    }
  }
}

/** ISO 8601 with what file names may not hold replaced: 2026-01-05T09-00-00.000Z. */
export function stamp(now: number): string {
  return new Date(now).toISOString().replaceAll(':', '-');
}

function momentOf(name: string): number {
  const match = /^library-(\d{4}-\d\d-\d\dT)(\d\d)-(\d\d)-(\d\d\.\d{3}Z)\.db$/.exec(name);
  return match ? Date.parse(`${match[1]}${match[2]}:${match[3]}:${match[4]}`) : Number.NaN;
}
