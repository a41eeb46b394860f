import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OwnModel, OwnModelSource } from '../../contracts/own-model.ts';
import { importModel } from './import/import-model.ts';
import { tinyCompact } from './import/testing/tiny-weights.ts';
import { writePytorch } from './import/testing/write-pytorch.ts';
import { createOnnxRuntime } from './onnx-runtime.ts';
import type { InferenceRuntime } from './runtime.ts';
import { writeTinyModels } from './testing/tiny-models.ts';
import { sigmoidRows, tinySegmenter } from './testing/tiny-segmenters.ts';
import { loadWarmModels } from './warm-models.ts';

let directory: string;
const sources: OwnModelSource[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'own-models-'));
  await writeTinyModels(directory);
  for (const seed of [1, 2]) {
    const path = join(directory, `weights-${seed}.pth`);
    await writeFile(path, writePytorch(tinyCompact({ scale: 4, seed })));
    const file = `compact-${seed}.onnx`;
    const request = {
      path,
      blend: null,
      description: null,
      samples: '',
      target: join(directory, file),
      threads: 1,
    };
    const imported = await importModel(request, { runtime: createOnnxRuntime(), computingMs: () => 0 });
    const model: OwnModel = {
      ...imported,
      formatVersion: 1,
      id: `compact-${seed}`,
      file,
      version: '1',
      licence: 'MIT',
      licenceText: null,
      origin: 'test',
      addedAt: 0,
    };
    sources.push({ directory, model });
  }
});
afterAll(() => rm(directory, { recursive: true }));

async function load(wrap: (runtime: InferenceRuntime) => InferenceRuntime = (runtime) => runtime) {
  const { models } = await loadWarmModels(
    { modelsDirectory: directory, providers: ['cpu'], threads: 1 },
    {
      runtime: wrap(createOnnxRuntime()),
      log: () => {},
      announceProvider: async () => {},
      now: () => performance.now(),
    },
  );
  return models;
}

test('a user’s model is opened at its first photo, stays warm, and makes room for the next', async () => {
  let opened = 0;
  let released = 0;
  const models = await load((runtime) => ({
    async open(bytes, options) {
      const session = await runtime.open(bytes, options);
      opened++;
      const release = () => {
        released++;
        return session.release();
      };
      return { run: (inputs, output) => session.run(inputs, output), release };
    },
  }));
  expect(opened).toBe(3);
  const first = await models.own(sources[0]!);
  expect(first).toMatchObject({ scale: 4, halo: 4, tiling: { fade: 0 } });
  expect(first.identity).toMatch(/^compact-1@[0-9a-f]{12}$/);
  expect(await models.own(sources[0]!)).toBe(first);
  expect([opened, released]).toEqual([4, 0]);

  const grey = new Float32Array(3 * 32 * 32).fill(0.5);
  const [full, half, none] = await Promise.all(
    [1, 0.5, 0].map((strength) => first.enhance(grey, 32, strength)),
  );
  expect(none![5000]).toBeCloseTo(0.5, 6);
  expect(half![5000]).toBeCloseTo((0.5 + full![5000]!) / 2, 5);

  await models.own(sources[1]!);
  expect([opened, released]).toEqual([5, 1]);
  await models.release();
  expect(released).toBe(5);
});

test('a user’s model that was changed or is gone is refused', async () => {
  const models = await load();
  const path = join(directory, sources[1]!.model.file);
  const bytes = await readFile(path);
  bytes[bytes.length >> 1] = bytes[bytes.length >> 1]! ^ 1;
  await writeFile(path, bytes);
  await expect(models.own(sources[1]!)).rejects.toMatchObject({ code: 'ownModelMissing' });
  await rm(path);
  await expect(models.own(sources[1]!)).rejects.toMatchObject({ code: 'ownModelMissing' });
  await models.release();
});

test('a finder and an enhancer of the user are warm beside each other, and neither is taken for the other', async () => {
  const bytes = tinySegmenter({ rows: sigmoidRows, size: { height: 96, width: 128 }, ending: 'Sigmoid' });
  await writeFile(join(directory, 'eyes.onnx'), bytes);
  const models = await load();
  const source = { directory, model: finderEntry(bytes) };
  const finder = await models.ownFinder(source);
  expect(finder).toMatchObject({ size: 96, identity: expect.stringMatching(/^eyes@[0-9a-f]{12}$/) });
  const enhancer = await models.own(sources[0]!);
  expect(await models.ownFinder(source)).toBe(finder);
  expect(await models.own(sources[0]!)).toBe(enhancer);
  // Blue: iris everywhere, and nothing else.
  const blue = new Float32Array(3 * 96 * 96).fill(0.2);
  blue.fill(0.45, 96 * 96);
  const heads = await finder.segment(blue, 96);
  expect(heads).toHaveLength(5 * 96 * 96);
  expect(heads[96 * 96 + 96 * 48 + 48]).toBeGreaterThan(0.9);
  expect(heads[4 * 96 * 96 + 96 * 48 + 48]).toBe(0);
  await expect(models.ownFinder(sources[0]!)).rejects.toMatchObject({ code: 'modelOtherKind' });
  await expect(models.own(source)).rejects.toMatchObject({ code: 'modelOtherKind' });
  await models.release();
});

/** As the importer describes it; what it answers to grey is known by arithmetic. */
function finderEntry(bytes: Uint8Array): OwnModel {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const answers = sigmoidRows.map(([red, green, blue, rest]) => {
    const logit = (red + green + blue) / 2 + rest;
    return 1 / (1 + Math.exp(-logit));
  });
  const grey = [0.5, 0.5, 0.5];
  return {
    role: 'find',
    formatVersion: 1,
    id: 'eyes',
    file: 'eyes.onnx',
    version: '1',
    licence: 'MIT',
    licenceText: null,
    describedLicence: null,
    origin: 'test',
    addedAt: 0,
    architecture: 'test',
    parameters: 8,
    sha256,
    bytes: bytes.byteLength,
    sourceSha256: sha256,
    input: { name: 'picture' },
    output: { name: 'classes' },
    segmentation: {
      input: {
        layout: 'NCHW',
        colours: 'rgb',
        scale: 1,
        mean: 0,
        std: 1,
        size: { height: 96, width: 128 },
        channels: 3,
      },
      output: { layout: 'NCHW', activation: 'none', channels: 2 },
      classes: { visibleIris: 0, visiblePupil: 1 },
    },
    knownAnswer: {
      input: { kind: 'rings', shape: [1, 3, 96, 128], rings: [], outside: grey },
      output: {
        shape: [1, 2, 96, 128],
        mean: (answers[0]! + answers[1]!) / 2,
        samples: [{ index: 50 * 128 + 60, value: answers[0]! }],
      },
      tolerance: 1e-3,
    },
    tried: { eyes: 3, found: 3, overlap: 0.9 },
  };
}
