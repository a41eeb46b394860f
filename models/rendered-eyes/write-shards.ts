/**
 * Writes training samples for the eye finder:
 * node models/rendered-eyes/write-shards.ts --out DIR --count N --size 192 --first-seed S --per-shard 1000
 *   [--difficulty 0..1] [--negatives 0.06] [--workers 1]
 * A sample is size·size·8 bytes, HWC, in the order of CHANNELS.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { readOptions, writeComplete } from './command-line.ts';
import type { Domain } from './eye-parameters.ts';
import { drawEyeParameters } from './eye-parameters.ts';
import { renderNegative } from './negatives.ts';
import { createRandom } from './random.ts';
import type { Ellipse, RenderedEye } from './render-eye.ts';
import { renderEye } from './render-eye.ts';

export const CHANNELS = [
  'red',
  'green',
  'blue',
  'opening',
  'visibleIris',
  'amodalIris',
  'amodalPupil',
  'specular',
] as const;

interface ShardPlan {
  out: string;
  count: number;
  size: number;
  firstSeed: number;
  perShard: number;
  difficulty: number;
  negatives: number;
  worker: number;
  workers: number;
}

export interface Sample {
  seed: number;
  domain: Domain | 'negative';
  iris: Ellipse | null;
  pupil: Ellipse | null;
}

/** The eye, or the picture without one, that a seed stands for. */
export function renderSample(
  seed: number,
  size: number,
  difficulty: number,
  negatives: number,
): { sample: Sample; rendered: RenderedEye } {
  const random = createRandom(seed).fork(900);
  if (random.chance(negatives)) {
    const rendered = renderNegative(seed, { width: size, height: size });
    return { sample: { seed, domain: 'negative', iris: null, pupil: null }, rendered };
  }
  const domain = random.pick(['macro', 'macro', 'macro', 'crop', 'crop', 'crop', 'face'] as const);
  const rendered = renderEye(drawEyeParameters(seed, domain, { difficulty }), { width: size, height: size });
  return { sample: { seed, domain, iris: rendered.iris, pupil: rendered.pupil }, rendered };
}

export function interleave(rendered: RenderedEye, target: Uint8Array, start: number): void {
  const { rgb, masks } = rendered;
  const pixels = rendered.width * rendered.height;
  for (let index = 0, o = start; index < pixels; index++, o += 8) {
    target[o] = rgb[index * 3] as number;
    target[o + 1] = rgb[index * 3 + 1] as number;
    target[o + 2] = rgb[index * 3 + 2] as number;
    target[o + 3] = masks.opening[index] as number;
    target[o + 4] = masks.visibleIris[index] as number;
    target[o + 5] = masks.amodalIris[index] as number;
    target[o + 6] = masks.amodalPupil[index] as number;
    target[o + 7] = masks.specular[index] as number;
  }
}

function writeShards(plan: ShardPlan): void {
  const { out, size, perShard } = plan;
  const shards = Math.ceil(plan.count / perShard);
  for (let shard = plan.worker; shard < shards; shard += plan.workers) {
    const name = `shard-${String(shard).padStart(5, '0')}`;
    const path = join(out, `${name}.bin`);
    if (existsSync(path)) continue;
    const count = Math.min(perShard, plan.count - shard * perShard);
    const bytes = new Uint8Array(count * size * size * 8);
    const samples: Sample[] = [];
    const started = performance.now();
    for (let index = 0; index < count; index++) {
      const { sample, rendered } = renderSample(
        plan.firstSeed + shard * perShard + index,
        size,
        plan.difficulty,
        plan.negatives,
      );
      interleave(rendered, bytes, index * size * size * 8);
      samples.push(sample);
    }
    writeComplete(path, bytes, { size, count, channels: CHANNELS, difficulty: plan.difficulty, samples });
    console.log(`${name}: ${count} samples, ${((performance.now() - started) / count).toFixed(1)} ms each`);
  }
}

function main(): void {
  const options = readOptions({
    out: undefined,
    count: undefined,
    size: '192',
    'first-seed': '1',
    'per-shard': '1000',
    difficulty: '1',
    negatives: '0.06',
    workers: '1',
  });
  const plan: ShardPlan = {
    out: options.text('out'),
    count: options.number('count'),
    size: options.number('size'),
    firstSeed: options.number('first-seed'),
    perShard: options.number('per-shard'),
    difficulty: options.number('difficulty'),
    negatives: options.number('negatives'),
    worker: 0,
    workers: Math.max(1, options.number('workers')),
  };
  mkdirSync(plan.out, { recursive: true });
  if (plan.workers === 1) {
    writeShards(plan);
    return;
  }
  for (let worker = 0; worker < plan.workers; worker++) {
    new Worker(new URL(import.meta.url), { workerData: { ...plan, worker } });
  }
}

if (!isMainThread && workerData !== null) writeShards(workerData as ShardPlan);
else if (import.meta.main) main();
