/**
 * The worker process's one object: it loads the models once, runs one photo at a time, and stays answerable in
 * between tiles. What it is made of comes in as parts, so that tests can run this process with parts that misbehave.
 */
import { StudioFailure } from '../../contracts/failure.ts';
import type { JudgeReport, JudgeRequest } from '../../contracts/judging.ts';
import type { ProcessReport, ProcessRequest } from '../../contracts/processing.ts';
import type { Progress } from '../../contracts/progress.ts';
import {
  type ProviderName,
  type WorkerApi,
  type WorkerStart,
  workerMethods,
} from '../../contracts/worker-api.ts';
import { guardedExpose } from '../../transport/guarded-expose.ts';
import type { JudgeEnvironment } from '../judge-photo.ts';
import type { LoadedModels, WarmModels } from '../models/warm-models.ts';
import type { ParentTransport } from '../parent-transport.ts';
import type { PipelineEnvironment } from '../pipeline.ts';
import { EventOutlet, type OutletClock, type WorkerLog } from './event-outlet.ts';

export interface LoadingEnvironment {
  readonly log: WorkerLog;
  readonly announceProvider: (provider: ProviderName) => Promise<void>;
  readonly now: () => number;
}

export interface WorkerParts {
  loadModels(start: WorkerStart, environment: LoadingEnvironment): Promise<LoadedModels>;
  runPipeline(request: ProcessRequest, environment: PipelineEnvironment): Promise<ProcessReport>;
  judgePhoto(request: JudgeRequest, environment: JudgeEnvironment): Promise<JudgeReport>;
}

const processClock: OutletClock = {
  now: () => performance.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

export function serveWorker(transport: ParentTransport, parts: WorkerParts): void {
  const outlet = new EventOutlet((event) => transport.post(event), processClock);
  const { log } = outlet;
  const { now } = processClock;
  let started = false;
  let models: WarmModels | null = null;
  let running: { readonly jobId: string; readonly abort: AbortController } | null = null;

  const api: WorkerApi = {
    async start(options) {
      if (started) throw new StudioFailure('unexpected', { reason: 'the worker was started already' });
      started = true;
      const announceProvider = (provider: ProviderName) => outlet.send({ type: 'tryingProvider', provider });
      const loaded = await parts.loadModels(options, { log, announceProvider, now });
      models = loaded.models;
      return loaded.readiness;
    },

    async process(request) {
      if (models === null) throw new StudioFailure('unexpected', { reason: 'the worker was not started' });
      if (running !== null) throw new StudioFailure('unexpected', { reason: `busy with ${running.jobId}` });
      const abort = new AbortController();
      running = { jobId: request.jobId, abort };
      const progress = outlet.progressOf(request.jobId);
      try {
        const report = (value: Progress) => progress.report(value);
        return await parts.runPipeline(request, { models, report, log, signal: abort.signal, now });
      } finally {
        progress.finish();
        running = null;
      }
    },

    async judge(request) {
      if (models === null) throw new StudioFailure('unexpected', { reason: 'the worker was not started' });
      return parts.judgePhoto(request, { models, signal: new AbortController().signal, now });
    },

    async cancel(jobId) {
      if (running?.jobId === jobId) running.abort.abort(new StudioFailure('cancelled'));
    },

    async ping() {
      return { busy: running !== null, residentBytes: process.memoryUsage.rss() };
    },
  };

  guardedExpose(api, workerMethods, transport);
  transport.onDisconnect(() => void leave(models));
  // Ctrl-C reaches the whole process group; the parent decides when its worker goes.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
}

/** Native sessions are ended before the process is, because some drivers crash when it goes the other way. */
async function leave(models: WarmModels | null): Promise<never> {
  try {
    await models?.release();
  } finally {
    process.exit(0);
  }
}
