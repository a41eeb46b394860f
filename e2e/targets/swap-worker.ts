/**
 * Loaded before the built command line (`node --import`): where that forks its GPU worker, the playing one is
 * started instead. The product has no door for this, and needs none.
 */
import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const playingWorker = fileURLToPath(new URL('playing-worker.ts', import.meta.url));
const fork = childProcess.fork;

childProcess.fork = ((entry: string, ...rest: unknown[]) =>
  (fork as (...all: unknown[]) => childProcess.ChildProcess)(
    basename(entry) === 'gpu-worker.js' ? playingWorker : entry,
    ...rest,
  )) as typeof fork;
syncBuiltinESMExports();
