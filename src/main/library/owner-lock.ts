/**
 * One process owns a data folder. The lock is an exclusive SQLite transaction on an empty file, that is, a lock
 * of the operating system on all three systems: it goes with the process however that ends, so there is no
 * stale lock, no process id to compare and no time to wait. Decision 0004 has the alternatives.
 */
import Sqlite from 'better-sqlite3';
import { failureOfSqliteError } from './failure-of-sqlite-error.ts';

/** Held until released: a connection that nothing refers to is collected, and its lock goes with it. */
const held = new Set<Sqlite.Database>();

/** Throws a StudioFailure: libraryInUse when another process, or another library in this one, holds it. */
export function takeOwnership(path: string): { release(): void } {
  let lock: Sqlite.Database | undefined;
  try {
    lock = new Sqlite(path, { timeout: 0 });
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE');
    const owned = lock;
    held.add(owned);
    return {
      release() {
        held.delete(owned);
        owned.close();
      },
    };
  } catch (error) {
    lock?.close();
    throw failureOfSqliteError(error);
  }
}
