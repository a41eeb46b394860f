/** A supervisor over a worker that misbehaves as a photo's path tells it to, and time that a test moves. */
import { fileURLToPath } from 'node:url';
import { onTestFinished, vi } from 'vitest';
import type { ProcessRequest } from '../../../contracts/processing.ts';
import type { WorkerStart } from '../../../contracts/worker-api.ts';
import { forkedProcesses } from '../forked-process.ts';
import { createWorkerSupervisor, type WorkerSupervisor } from '../worker-supervisor.ts';
import { ManualTimers } from './manual-timers.ts';

export const misbehavingEntry = fileURLToPath(
  new URL('../../../worker/gpu/testing/misbehaving-worker.ts', import.meta.url),
);
export const heartbeat = { everyMs: 5_000, missed: 6 };

/** One that the caller closes. */
export function openSupervisor(start: Partial<WorkerStart> = {}, crashes = 3) {
  const timers = new ManualTimers();
  const log: { level: string; message: string; fields?: Record<string, unknown> }[] = [];
  const spawned: number[] = [];
  const supervisor = createWorkerSupervisor({
    spawnPort: {
      spawn(...args) {
        const process = forkedProcesses.spawn(...args);
        spawned.push(process.pid ?? 0);
        return process;
      },
    },
    entry: misbehavingEntry,
    environment: {},
    start: { modelsDirectory: 'works', providers: ['cpu'], threads: 1, ...start },
    log: (level, message, fields) => log.push({ level, message, ...(fields && { fields }) }),
    timers,
    random: () => 1,
    limits: { heartbeat, crashes, backoff: { firstDelayMs: 100, longestDelayMs: 1_000 } },
  });
  const messages = () => log.map(({ message }) => message);
  return { supervisor, timers, log, messages, spawned };
}

/** One that is closed after the test. */
export function supervisedWorker(...parameters: Parameters<typeof openSupervisor>) {
  const opened = openSupervisor(...parameters);
  onTestFinished(() => close(opened.supervisor, opened.timers));
  return opened;
}

/** Workers under test go at once; those that do not are killed when the grace is over. */
export async function close(supervisor: WorkerSupervisor, timers: ManualTimers): Promise<void> {
  const closed = supervisor.close();
  timers.advance(10_000);
  await closed;
}

export const request = (behaviour: string, jobId = 'job'): ProcessRequest => ({
  jobId,
  photoPath: behaviour,
  recipe: {
    reflections: true,
    enhance: true,
    strength: 1,
    sharpness: 'natural',
    model: null,
    finder: null,
    background: 'black',
    size: null,
    format: 'png',
    outline: null,
  },
  targets: { picture: 'picture.part', visibleMask: 'visible.part', filledMask: 'filled.part' },
  scratchDirectory: 'scratch',
  software: 'test',
  rates: null,
});

/** How a photo ends that the worker works on as it should. */
export const reported = (jobId = 'job') => ({
  status: 'failed',
  failure: { code: 'irisNotFound', details: { jobId } },
});

export const waitFor = (check: () => void) => vi.waitFor(check, { timeout: 60_000, interval: 5 });
