import type { Database } from '../library/database.ts';
import type { JobQueue } from './job-queue.ts';
import { createSqliteStore } from './sqlite-store.ts';
import { type QueueOptions, StoreQueue } from './store-queue.ts';

/**
 * The queue in the library's own database, so that a result, its job and the event that tells of it are one
 * transaction. The caller owns the data folder alone (`openLibrary` sees to that) and closes the queue first.
 * Throws a StudioFailure when the disk refuses to give interrupted jobs back.
 */
export function createSqliteQueue(database: Database, options: QueueOptions = {}): JobQueue {
  return new StoreQueue(createSqliteStore(database), options);
}
