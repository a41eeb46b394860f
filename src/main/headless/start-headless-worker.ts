import type { Log } from '../library/log.ts';
import { silentLog } from '../library/log.ts';
import { defaultProviders } from '../workers/default-providers.ts';
import { forkedProcesses } from '../workers/forked-process.ts';
import { workerEnvironment } from '../workers/worker-environment.ts';
import { createWorkerSupervisor, type WorkerSupervisor } from '../workers/worker-supervisor.ts';
import { modelsDirectory, workerEntry } from './places.ts';

/**
 * The worker as a plain child process of the command line; it starts when it is first needed.
 * @param givesWay to a window that somebody looks at
 */
export function startHeadlessWorker(log: Log = silentLog, givesWay = false): WorkerSupervisor {
  return createWorkerSupervisor({
    spawnPort: forkedProcesses,
    entry: workerEntry,
    givesWay,
    environment: workerEnvironment(process.env),
    start: { modelsDirectory, providers: defaultProviders(process.platform), threads: null },
    log: (level, message, fields) => log[level](fields ?? {}, message),
  });
}
