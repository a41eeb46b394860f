/** A GPU worker that takes a hundred steps and says with each when it was taken: `remainingMs` holds the moment. */
import { setTimeout as wait } from 'node:timers/promises';
import { StudioFailure } from '../../src/contracts/failure.ts';
import { serveWorker, type WorkerParts } from '../../src/worker/gpu/serve-worker.ts';
import { parentTransport } from '../../src/worker/parent-transport.ts';
import { stepMs, steps } from './agreed.ts';

const nothing = { source: null, iris: null, pupil: null, confidence: null, eyes: null, quality: null };

const parts: WorkerParts = {
  async loadModels() {
    return {
      models: { release: async () => {} } as Awaited<ReturnType<WorkerParts['loadModels']>>['models'],
      readiness: { provider: 'cpu', verdicts: [], models: [], startMs: 1, threads: 1 },
    };
  },
  async runPipeline(_, { report }) {
    for (let step = 1; step <= steps; step += 1) {
      await wait(stepMs);
      report({ step: 'enhancing', share: step / steps, remainingMs: Date.now() });
    }
    throw new StudioFailure('irisNotFound');
  },
  judgePhoto: async () => ({ findings: nothing, failure: null, milliseconds: 1 }),
};

serveWorker(parentTransport(), parts);
