import { type Log, silentLog } from '../library/log.ts';
import { defaultProviders } from '../workers/default-providers.ts';
import { forkedProcesses } from '../workers/forked-process.ts';
import type { SpawnPort } from '../workers/spawn-port.ts';
import { workerEnvironment } from '../workers/worker-environment.ts';
import { createWorkerSupervisor, type WorkerSupervisor } from '../workers/worker-supervisor.ts';
import { modelsDirectory, workerEntry } from './places.ts';

export interface GpuWorkerOptions {
  readonly log?: Log;
  /** To a window that somebody looks at. */
  readonly givesWay?: boolean;
  readonly spawnPort?: SpawnPort;
}

/** The worker with the models that ship; it starts when it is first needed. */
export function startGpuWorker({
  log = silentLog,
  givesWay = false,
  spawnPort = forkedProcesses,
}: GpuWorkerOptions = {}): WorkerSupervisor {
  return createWorkerSupervisor({
    spawnPort,
    entry: workerEntry,
    givesWay,
    environment: workerEnvironment(process.env),
    start: { modelsDirectory, providers: defaultProviders(process.platform), threads: null },
    log: (level, message, fields) => log[level](fields ?? {}, message),
  });
}
