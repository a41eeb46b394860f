/**
 * Opens the one connection to `library.db` with settings that keep an acknowledged commit through a power
 * loss. better-sqlite3 is compiled so that WAL quietly means synchronous=NORMAL, hence FULL is set here, before
 * anything is written.
 */
import Sqlite from 'better-sqlite3';

export type Database = Sqlite.Database;

const milliseconds = 5000;

/**
 * Of statements that are run often: where a bare parameter stands in a LIMIT, in a LIKE, or in an equality beside an
 * ORDER BY, SQLite as it is built here plans anew for each value, which costs ten times what most statements do. A
 * plus in front (`LIMIT +?`) makes it an expression, planned once, and changes nothing else.
 */
export function openDatabase(path: string): Database {
  const database = new Sqlite(path, { timeout: milliseconds });
  try {
    database.pragma('trusted_schema = OFF');
    database.pragma('foreign_keys = ON');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    // 64 MB. Checkpoints are made by a thread (checkpoints/); this is for when that one cannot.
    database.pragma('wal_autocheckpoint = 16000');
    // macOS: fsync alone leaves data in the drive's cache; a checkpoint must not rely on that.
    database.pragma('checkpoint_fullfsync = ON');
    database.pragma('temp_store = MEMORY');
    database.pragma('cache_size = -16000');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Runs a write that nobody was promised, because it can be made again, without waiting for the disk. The next commit
 * that does wait carries it along. Not within a transaction.
 */
export function withoutWaiting(database: Database, write: () => void): void {
  database.pragma('synchronous = NORMAL');
  try {
    write();
  } finally {
    database.pragma('synchronous = FULL');
  }
}

/** `quick_check` leaves out comparing index content, which on a large library would take minutes at start. */
export function passesQuickCheck(database: Database): boolean {
  return database.pragma('quick_check(1)', { simple: true }) === 'ok';
}
