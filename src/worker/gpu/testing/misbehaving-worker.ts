/**
 * A worker process that does on request what a real one must never do. The photo's path names the behaviour, and
 * so does the models folder for the start. Run by tests only; the shipped entry point has no such doors.
 */
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { StudioFailure } from '../../../contracts/failure.ts';
import type { ProcessReport, ProcessRequest } from '../../../contracts/processing.ts';
import type { ProviderName, WorkerStart } from '../../../contracts/worker-api.ts';
import type { LoadedModels } from '../../models/warm-models.ts';
import { parentTransport } from '../../parent-transport.ts';
import type { PipelineEnvironment } from '../../pipeline.ts';
import { type LoadingEnvironment, serveWorker, type WorkerParts } from '../serve-worker.ts';

const behaviours: Record<string, (environment: PipelineEnvironment) => Promise<void> | void> = {
  works: ({ report, log }) => {
    log('info', 'working', { tiles: 3 });
    for (const share of [0, 0.5, 1]) report({ step: 'enhancing', share, remainingMs: null });
  },
  hangs: () => {
    for (;;);
  },
  dies: () => {
    process.kill(process.pid, 'SIGKILL');
  },
  throws: () => {
    throw new StudioFailure('memoryShort', { tile: 7 });
  },
  breaks: () => {
    throw new TypeError('a bug');
  },
  writes: () => {
    process.stdout.write('to standard output\n');
    process.stderr.write('to standard error\n');
  },
  'stops when told': async ({ report, signal }) => {
    report({ step: 'enhancing', share: 0.1, remainingMs: null });
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    throw signal.reason;
  },
  'never stops': async ({ report }) => {
    report({ step: 'enhancing', share: 0.1, remainingMs: null });
    await new Promise(() => setInterval(() => {}, 60_000));
  },
};

async function loadModels(
  start: WorkerStart,
  { announceProvider }: LoadingEnvironment,
): Promise<LoadedModels> {
  const [behaviour, argument = ''] = start.modelsDirectory.split(' ');
  let provider: ProviderName = start.providers[0] ?? 'cpu';
  if (behaviour === 'refuses') throw new StudioFailure('modelChanged', { file: 'finder' });
  if (behaviour === 'dies') process.exit(7);
  if (behaviour === 'diesTrying' && provider === argument) {
    await announceProvider(provider);
    process.kill(process.pid, 'SIGKILL');
    await wait(60_000);
  }
  if (behaviour === 'tells') tell(argument);
  if (behaviour === 'cpu') provider = 'cpu';
  return {
    models: { release: async () => {} } as LoadedModels['models'],
    readiness: { provider, verdicts: [], models: [], startMs: performance.now(), threads: 1 },
  };
}

/** Holds a connection for as long as this process lives, so that a test sees its end without asking again and again. */
function tell(socketPath: string): void {
  connect(socketPath).unref().write(`${process.pid}\n`);
}

async function runPipeline(
  request: ProcessRequest,
  environment: PipelineEnvironment,
): Promise<ProcessReport> {
  await behaviours[request.photoPath]?.(environment);
  return {
    status: 'failed',
    failure: { code: 'irisNotFound', details: { jobId: request.jobId } },
    findings: { source: null, iris: null, pupil: null, confidence: null, eyes: null, quality: null },
    timings: {
      decode: null,
      find: null,
      judge: null,
      reflections: null,
      enhance: null,
      finish: null,
      encode: null,
      total: 1,
    },
    inferenceMs: 0,
    provider: null,
    models: {},
  };
}

/** Photos are named after what befalls the worker that looks at them, as above. */
const judgePhoto: WorkerParts['judgePhoto'] = async ({ photoPath }, { now, signal }) => {
  const behaviour = behaviours[photoPath];
  await behaviour?.({ report: () => {}, log: () => {}, now, signal } as unknown as PipelineEnvironment);
  const findings = { source: null, iris: null, pupil: null, confidence: null, eyes: null, quality: null };
  return { findings, failure: null, milliseconds: 1 };
};

serveWorker(parentTransport(), { loadModels, runPipeline, judgePhoto });
