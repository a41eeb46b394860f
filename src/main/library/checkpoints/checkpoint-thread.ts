/** The thread of `Checkpointer`: a connection of its own that moves the write-ahead log into the database when told. */
import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';
import { pendingFrames } from './pending-frames.ts';

/** What was committed meanwhile makes another round; each is shorter than the one before. */
const mostRounds = 10;

const database = new Sqlite(workerData as string, { timeout: 0 });
database.pragma('synchronous = FULL');
database.pragma('checkpoint_fullfsync = ON');

parentPort?.on('message', (message: 'checkpoint' | 'close') => {
  if (message === 'checkpoint') {
    parentPort?.postMessage(checkpoint());
    return;
  }
  database.close();
  parentPort?.close();
});

/** The message of what went wrong, or null. */
function checkpoint(): string | null {
  try {
    for (let round = 0; round < mostRounds; round += 1) {
      database.pragma('wal_checkpoint(PASSIVE)');
      if (pendingFrames(database) === 0) break;
    }
    return null;
  } catch (error) {
    return String(error);
  }
}
