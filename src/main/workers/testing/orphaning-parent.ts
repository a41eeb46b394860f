/** A main process that starts a worker and then does nothing, until a test kills it without warning. */
import { forkedProcesses } from '../forked-process.ts';
import { createWorkerSupervisor } from '../worker-supervisor.ts';

const [entry = '', modelsDirectory = ''] = process.argv.slice(2);
await createWorkerSupervisor({
  spawnPort: forkedProcesses,
  entry,
  environment: {},
  start: { modelsDirectory, providers: ['cpu'], threads: 1 },
  log: () => {},
}).ready();
