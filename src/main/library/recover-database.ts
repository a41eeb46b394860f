import { join } from 'node:path';
import { StudioFailure } from '../../contracts/failure.ts';
import { type Backups, stamp } from './backups.ts';
import { copyWhole } from './copy-file.ts';
import { type Database, openDatabase, passesQuickCheck } from './database.ts';
import { onSide } from './failure-of-io-error.ts';
import { failureOfSqliteError, isDamage } from './failure-of-sqlite-error.ts';
import type { FileStore } from './file-store.ts';
import type { Layout } from './layout.ts';
import type { Log } from './log.ts';

/** What happened to a database that could not be used. */
export interface DatabaseRecovery {
  readonly reason: 'damaged' | 'missing';
  /** The bad files under their new names, kept for whoever may rescue more. */
  readonly setAside: string[];
  /** The backup that took its place and its moment; null when the library starts afresh. */
  readonly restoredFrom: { readonly path: string; readonly at: number } | null;
}

export interface Opened {
  readonly database: Database;
  readonly recovery: DatabaseRecovery | null;
}

interface Parts {
  readonly layout: Layout;
  readonly files: FileStore;
  readonly backups: Backups;
  readonly log: Log;
  readonly now: number;
}

/**
 * Opens the database, checking it whole when the last exit was not clean. A damaged one, or one that is gone
 * while its photos are there, is replaced by the newest backup that passes the check, or by an empty one.
 */
export async function openOrRecover(parts: Parts, wasClean: boolean): Promise<Opened> {
  const { layout, files, log, now } = parts;
  const exists = (await files.size(layout.database)) !== null;
  if (!exists && !(await hasContents(parts))) return { database: open(layout.database), recovery: null };
  if (exists) {
    const database = openIfSound(layout.database, !wasClean, log);
    if (database) return { database, recovery: null };
  }
  return await onSide('library', async () => {
    const setAside = await setDatabaseAside(layout, files, now);
    const restored = await restore(parts);
    const reason = exists ? ('damaged' as const) : ('missing' as const);
    log.error(
      { reason, setAside, restoredFrom: restored?.backup ?? null },
      'the library had to be recovered',
    );
    const database = restored?.database ?? open(layout.database);
    return { database, recovery: { reason, setAside, restoredFrom: restored?.backup ?? null } };
  });
}

async function hasContents({ layout, files, backups }: Parts): Promise<boolean> {
  return (await files.list(layout.originals)).length > 0 || (await backups.list()).length > 0;
}

function openIfSound(path: string, checkWhole: boolean, log: Log): Database | null {
  let database: Database | undefined;
  try {
    database = openDatabase(path);
    // Reads the schema and so finds at once a file that is no database.
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    if (!checkWhole || passesQuickCheck(database)) return database;
    log.error({ path }, 'quick_check found damage');
  } catch (error) {
    if (!isDamage(error)) {
      database?.close();
      throw failureOfSqliteError(error);
    }
    log.error({ path, error }, 'the database cannot be read');
  }
  database?.close();
  return null;
}

async function setDatabaseAside(layout: Layout, files: FileStore, now: number): Promise<string[]> {
  const moved: string[] = [];
  for (const ending of ['', '-wal', '-shm']) {
    if ((await files.size(`${layout.database}${ending}`)) === null) continue;
    const aside = join(layout.directory, `library.damaged-${stamp(now)}.db${ending}`);
    await files.rename(`${layout.database}${ending}`, aside);
    moved.push(aside);
  }
  return moved;
}

async function restore({ layout, files, backups, log }: Parts) {
  const sides = { from: 'library', to: 'library' } as const;
  for (const backup of await backups.list()) {
    await copyWhole(files, backup.path, layout.database, sides);
    const database = openIfSound(layout.database, true, log);
    if (database) return { database, backup };
    for (const ending of ['', '-wal', '-shm']) await files.remove(`${layout.database}${ending}`);
  }
  return null;
}

function open(path: string): Database {
  try {
    return openDatabase(path);
  } catch (error) {
    const failure = failureOfSqliteError(error);
    // A database that was just made cannot be damaged: the disk does not keep what is written to it.
    throw failure.code === 'libraryDamaged'
      ? new StudioFailure('storageFailed', {}, { cause: error })
      : failure;
  }
}
