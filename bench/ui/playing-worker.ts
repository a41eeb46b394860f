/**
 * A GPU worker that plays: it answers as the real one does, over the same channel and contract, and computes nothing.
 * So main and the page can be measured at a pace that no network reaches. A photo takes some ten milliseconds; one
 * that ends in `slowMark` takes `slowSteps` steps, whose moments are written down.
 */
import { createHash } from 'node:crypto';
import { open, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import type { ProcessReport, ProcessRequest } from '../../src/contracts/processing.ts';
import { stepSchema } from '../../src/contracts/progress.ts';
import { serveWorker, type WorkerParts } from '../../src/worker/gpu/serve-worker.ts';
import { parentTransport } from '../../src/worker/parent-transport.ts';
import type { PipelineEnvironment } from '../../src/worker/pipeline.ts';
import { slowMark, slowSteps, stepMs, stepsPath } from './played.ts';

/** The same for every photo; a thumbnail is made of each, as of real ones. */
const picture = sharp({ create: { width: 1024, height: 1024, channels: 3, background: '#314b5f' } })
  .png()
  .toBuffer();

const parts: WorkerParts = {
  async loadModels() {
    return {
      // Nothing is asked of it but to be let go.
      models: { release: async () => {} } as Awaited<ReturnType<WorkerParts['loadModels']>>['models'],
      readiness: { provider: 'cpu', verdicts: [], models: [], startMs: 1, threads: 1 },
    };
  },
  async runPipeline(request, environment) {
    if (await isSlow(request.photoPath)) await playSlowly(request, environment);
    else await playFast(environment);
    return finish(request);
  },
  async judgePhoto() {
    const findings = { source: null, iris: null, pupil: null, confidence: null, eyes: null, quality: null };
    return { findings, failure: null, milliseconds: 1 };
  },
};

async function isSlow(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - slowMark.length);
    const { buffer } = await file.read(Buffer.alloc(slowMark.length), 0, slowMark.length, start);
    return buffer.toString('latin1') === slowMark;
  } finally {
    await file.close();
  }
}

async function playFast({ report }: PipelineEnvironment): Promise<void> {
  const steps = stepSchema.options;
  for (const [index, step] of steps.entries()) {
    report({ step, share: (index + 1) / steps.length, remainingMs: null });
    await wait(2);
  }
}

async function playSlowly(request: ProcessRequest, { report }: PipelineEnvironment): Promise<void> {
  const moments: number[] = [];
  for (let index = 1; index <= slowSteps; index += 1) {
    await wait(stepMs);
    moments.push(performance.timeOrigin + performance.now());
    report({ step: 'enhancing', share: index / slowSteps, remainingMs: (slowSteps - index) * stepMs });
  }
  await writeFile(stepsPath(request.photoPath), JSON.stringify(moments));
}

/** A report as long as real ones, and files that pass for a picture and its masks. */
async function finish({ targets }: ProcessRequest): Promise<ProcessReport> {
  await writeFile(targets.picture, await picture);
  await writeFile(targets.visibleMask, 'mask');
  await writeFile(targets.filledMask, 'mask');
  return {
    status: 'completed',
    picture: {
      width: 1024,
      height: 1024,
      byteLength: (await picture).byteLength,
      sha256: createHash('sha256')
        .update(await picture)
        .digest('hex'),
    },
    rates: { prepare: 1, find: 1, reflections: 1, enhance: 1, finish: 1 },
    findings: {
      source: { format: 'jpeg', width: 800, height: 600 },
      iris: { cx: 400.5, cy: 300.25, a: 206.456, b: 203.21, angle: 3 },
      pupil: { cx: 401.5, cy: 300.75, a: 72.125, b: 71.5, angle: 11 },
      confidence: 0.93,
      eyes: 1,
      quality: {
        decision: 'accept',
        score: 0.91,
        measures: {
          usableArea: 81.234567,
          irisScleraContrast: 32.345678,
          irisPupilContrast: 54.456789,
          dilation: 35.567891,
          concentricity: 96.678912,
          margin: 140.789123,
          sharpness: 71.891234,
          irisDiameter: 412.912345,
          specularShare: 0.0123456789,
          shadowClipping: 0.00123456789,
          highlightClipping: 0.00234567891,
          greyscaleUtilisation: 7.123456,
        },
        reasons: [],
      },
    },
    timings: { decode: 1, find: 2, judge: 1, reflections: 1, enhance: 4, finish: 1, encode: 1, total: 11 },
    inferenceMs: 5,
    provider: 'cpu',
    models: { find: 'playing@000000000000', enhance: 'playing@000000000000' },
  };
}

serveWorker(parentTransport(), parts);
