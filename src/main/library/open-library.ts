/** Opens a data folder: the lock, the database, the clearing up, and one object for all that is kept. */

import { join } from 'node:path';
import { StudioFailure } from '../../contracts/failure.ts';
import type { PhotoId } from '../../contracts/photo.ts';
import { Backups, stamp } from './backups.ts';
import { Checkpointer } from './checkpoints/checkpointer.ts';
import { makeLogRoom } from './checkpoints/log-room.ts';
import { type Clock, systemClock } from './clock.ts';
import { writeWhole } from './copy-file.ts';
import type { Database } from './database.ts';
import { onSide } from './failure-of-io-error.ts';
import { failureOfSqliteError } from './failure-of-sqlite-error.ts';
import { type FileStore, nodeFileStore } from './file-store.ts';
import { type Layout, layoutOf } from './layout.ts';
import type { Library, Recovery } from './library.ts';
import { type Log, silentLog } from './log.ts';
import { latestSchemaVersion, migrate, schemaVersion } from './migrate.ts';
import { takeOwnership } from './owner-lock.ts';
import { PhotoStore } from './photo-store.ts';
import { openOrRecover } from './recover-database.ts';
import { registerFiles } from './register-files.ts';
import { Removal } from './removal.ts';
import { ResultRows } from './result-rows.ts';
import { ResultStore } from './result-store.ts';
import { sweep } from './sweep.ts';

export interface LibraryOptions {
  readonly directory: string;
  readonly clock?: Clock;
  readonly log?: Log;
  readonly files?: FileStore;
}

/**
 * Rejects with libraryInUse when another process owns the folder, folderReadOnly, diskFull or storageFailed,
 * and libraryTooNew when a newer studio made it. Damage is no failure: see `recovery`.
 */
export async function openLibrary(options: LibraryOptions): Promise<Library> {
  const { clock = systemClock, log = silentLog, files = nodeFileStore } = options;
  const layout = layoutOf(options.directory);
  await onSide('library', () => files.makeDirectory(layout.directory, 'private'));
  const ownership = takeOwnership(layout.owner);
  let database: Database | undefined;
  try {
    const wasClean = await onSide('library', () => prepareFolder(layout, files));
    const backups = new Backups(layout, files);
    const opened = await openOrRecover({ layout, files, backups, log, now: clock.now() }, wasClean);
    database = opened.database;
    await upgrade(database, backups, clock.now());
    await makeLogRoom(layout.database, log);

    const photos = new PhotoStore(database, layout, files, clock);
    const rows = new ResultRows(database, layout);
    const results = new ResultStore(rows, layout, files, clock);
    const removal = new Removal(database, rows, layout, files);
    let recovery: Recovery | null = null;
    if (opened.recovery) {
      const registered = await registerFiles({ layout, files, photos, rows, log });
      recovery = { ...opened.recovery, registered };
    }
    const swept = await onSide('library', () => {
      const now = clock.now();
      const setAside = recovery && join(layout.directory, `results-set-aside-${stamp(now)}`);
      return sweep(layout, files, rows, { now, setAside });
    });
    log.info({ wasClean, recovered: recovery !== null, ...swept }, 'the library is open');
    if (wasClean && !recovery) await makeDailyBackup(database, backups, clock, log);

    const connection = database;
    const checkpointer = new Checkpointer(connection, log);
    let closing: Promise<void> | null = null;
    return {
      directory: layout.directory,
      layout,
      logsDirectory: layout.logs,
      database,
      recovery,
      sweep: swept,
      importPhoto: (path, name, from) => photos.import(path, name, from),
      photo: (id: PhotoId) => photos.get(id),
      photos: (query) => photos.list(query),
      photoPath: (id: PhotoId) => photos.path(id),
      describePhoto: (id, decoded) => photos.describe(id, decoded),
      markUnreadable: (id, code) => photos.markUnreadable(id, code),
      removePhoto: (id) => removal.photo(id),
      removeResult: (id) => removal.result(id),
      findResult: (photoId, recipeHash) => results.find(photoId, recipeHash),
      result: (id) => rows.get(id),
      resultOfJob: (jobId) => rows.ofJob(jobId),
      resultsOfPhoto: (photoId) => rows.ofPhoto(photoId),
      markLookedAt: (photoIds) => rows.markLookedAt(photoIds, clock.now()),
      resultTargets: (photoId, format) => results.targets(photoId, format),
      acceptResult: (request) => results.accept(request),
      abandonResult: (targets) => results.abandon(targets),
      backup: () => backups.make(connection, clock.now()),
      close() {
        closing ??= checkpointer
          .close()
          .then(() => closeCleanly(connection, layout, files))
          .finally(() => ownership.release());
        return closing;
      },
    };
  } catch (error) {
    database?.close();
    ownership.release();
    throw failureOfSqliteError(error);
  }
}

/** Returns whether the last owner closed the library. */
async function prepareFolder(layout: Layout, files: FileStore): Promise<boolean> {
  const { originals, results, scratch, backups, logs, thumbnails, previews } = layout;
  const folders = [originals, results, scratch, backups, logs, thumbnails, previews];
  for (const directory of folders) await files.makeDirectory(directory);
  const wasClean = (await files.size(layout.openMarker)) === null;
  await writeWhole(files, layout.openMarker, new Uint8Array());
  return wasClean;
}

async function upgrade(database: Database, backups: Backups, now: number): Promise<void> {
  const version = schemaVersion(database);
  if (version > latestSchemaVersion) {
    throw new StudioFailure('libraryTooNew', { schema: version, known: latestSchemaVersion });
  }
  if (version > 0 && version < latestSchemaVersion) await backups.make(database, now);
  migrate(database);
}

/** No reason to keep the studio from opening: the next start tries again. */
async function makeDailyBackup(database: Database, backups: Backups, clock: Clock, log: Log): Promise<void> {
  try {
    if (await backups.isDue(clock.now())) await backups.make(database, clock.now());
  } catch (error) {
    log.error({ error }, 'the daily backup could not be made');
  }
}

async function closeCleanly(database: Database, layout: Layout, files: FileStore): Promise<void> {
  try {
    database.pragma('optimize');
  } finally {
    database.close();
  }
  await onSide('library', () => files.remove(layout.openMarker));
}
