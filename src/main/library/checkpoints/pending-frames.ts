import type { Database } from '../database.ts';

/** Pages in the write-ahead log that the database itself does not have yet. Looks, and touches nothing. */
export function pendingFrames(database: Pick<Database, 'pragma'>): number {
  const [row] = database.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[];
  // Minus one and minus one before anything was written.
  return row === undefined ? 0 : row.log - row.checkpointed;
}
