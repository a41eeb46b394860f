import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WorkerStart } from '../../contracts/worker-api.ts';
import { createOnnxRuntime } from './onnx-runtime.ts';
import type { InferenceRuntime } from './runtime.ts';
import { writeTinyModels } from './testing/tiny-models.ts';
import { loadWarmModels } from './warm-models.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'models-'));
  await writeTinyModels(directory);
});
afterEach(() => rm(directory, { recursive: true }));

const load = (
  start: Partial<WorkerStart> = {},
  runtime: InferenceRuntime = createOnnxRuntime(),
  now = () => performance.now(),
) =>
  loadWarmModels(
    { modelsDirectory: directory, providers: ['cpu'], threads: 1, ...start },
    { runtime, log: () => {}, announceProvider: async () => {}, now },
  );

test('verified models answer on the CPU, and say what they are', async () => {
  const { models, readiness } = await load();
  expect(readiness).toMatchObject({
    provider: 'cpu',
    threads: 1,
    verdicts: [{ provider: 'cpu', outcome: 'chosen' }],
  });
  expect(readiness.models.map(({ id }) => id)).toEqual([
    'tiny-finder',
    'tiny-enhancer-x4',
    'tiny-enhancer-x2',
  ]);
  expect(models.enhancers.map(({ scale }) => scale)).toEqual([2, 4]);
  expect(models.finder.identity).toMatch(/^tiny-finder@[0-9a-f]{12}$/);

  const red = await models.finder.segment(new Float32Array(3 * 32 * 32).fill(0.5), 32);
  expect(red).toHaveLength(5 * 32 * 32);
  expect(red[0]).toBeCloseTo(1 / (1 + Math.exp(-0.5)), 5);

  const before = models.inference.milliseconds;
  const pixels = Float32Array.from({ length: 12 }, (_, index) => index / 12);
  const enlarged = await models.enhancers[0].enhance(pixels, 2, 0.5);
  expect([...enlarged.slice(0, 4)]).toEqual([0, 0, 1 / 24, 1 / 24].map(Math.fround));
  expect(models.inference.milliseconds).toBeGreaterThan(before);
  await models.release();
});

test('one changed byte is refused', async () => {
  const path = join(directory, 'tiny-enhancer-x2.onnx');
  const bytes = await readFile(path);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
  await writeFile(path, bytes);
  await expect(load()).rejects.toMatchObject({
    code: 'modelChanged',
    details: { file: 'tiny-enhancer-x2.onnx' },
  });
});

test('a missing model and a missing manifest are told apart from changed ones', async () => {
  await rm(join(directory, 'tiny-finder.onnx'));
  await expect(load()).rejects.toMatchObject({ code: 'modelMissing', details: { file: 'tiny-finder.onnx' } });
  await rm(join(directory, 'manifest.json'));
  await expect(load()).rejects.toMatchObject({ code: 'modelMissing', details: { file: 'manifest.json' } });
  await writeFile(join(directory, 'manifest.json'), '{"formatVersion":2,"models":[]}');
  await expect(load()).rejects.toMatchObject({ code: 'modelChanged' });
});

test('the session is made from the bytes that were hashed', async () => {
  const opened: Uint8Array[] = [];
  const real = createOnnxRuntime();
  const spy: InferenceRuntime = {
    open(model, options) {
      opened.push(model);
      return real.open(model, options);
    },
  };
  const read: string[] = [];
  await loadWarmModels(
    { modelsDirectory: directory, providers: ['cpu'], threads: 1 },
    {
      runtime: spy,
      log: () => {},
      announceProvider: async () => {},
      now: () => performance.now(),
      readFile: async (path) => {
        read.push(path);
        return readFile(path);
      },
    },
  );
  expect(opened).toHaveLength(3);
  expect(new Set(read).size).toBe(read.length);
});

test('values that are not numbers never reach who looks for an iris', async () => {
  const { models } = await load();
  const broken = new Float32Array(3 * 32 * 32).fill(Number.NaN, 3, 4);
  await expect(models.finder.segment(broken, 32)).rejects.toMatchObject({ code: 'enhancementFailed' });
});

test('a provider whose tiles are found to be no numbers is replaced by the CPU', async () => {
  const real = createOnnxRuntime();
  let clock = 0;
  let ill = false;
  const runtime: InferenceRuntime = {
    async open(model, { provider, threads }) {
      const session = await real.open(model, { provider: 'cpu', threads });
      return {
        ...session,
        async run(inputs, output) {
          clock += provider === 'cpu' ? 10 : 1;
          const tensor = await session.run(inputs, output);
          if (ill && provider !== 'cpu') tensor.data.fill(Number.NaN);
          return tensor;
        },
      };
    },
  };
  const { models } = await load({ providers: ['webgpu', 'cpu'] }, runtime, () => clock);
  const [enhancer] = models.enhancers;
  const tile = new Float32Array(12).fill(0.25);
  ill = true;
  expect((await enhancer.enhance(tile, 2, 1)).every(Number.isNaN)).toBe(true);
  expect(enhancer.distrust?.()).toBe(true);
  expect(models.provider).toBe('cpu');
  expect(await enhancer.enhance(tile, 2, 1)).toEqual(new Float32Array(48).fill(0.25));
  expect(enhancer.distrust?.()).toBe(false);
});

test('a provider that breaks later is replaced by the CPU, for every model, without losing a tile', async () => {
  const real = createOnnxRuntime();
  let lost = false;
  let clock = 0;
  const fragile: InferenceRuntime = {
    async open(model, { provider, threads }) {
      const session = await real.open(model, { provider: 'cpu', threads });
      return {
        ...session,
        run(inputs, output) {
          if (provider !== 'cpu' && lost) return Promise.reject(new Error('device lost'));
          clock += provider === 'cpu' ? 10 : 1;
          return session.run(inputs, output);
        },
      };
    },
  };
  const { models, readiness } = await load({ providers: ['webgpu', 'cpu'] }, fragile, () => clock);
  expect(readiness.provider).toBe('webgpu');
  expect(models.provider).toBe('webgpu');
  lost = true;
  expect(await models.enhancers.at(-1)?.enhance(new Float32Array(12).fill(0.25), 2, 1)).toEqual(
    new Float32Array(192).fill(0.25),
  );
  expect(models.provider).toBe('cpu');
  expect(await models.finder.segment(new Float32Array(3 * 32 * 32), 32)).toHaveLength(5 * 32 * 32);
});
