/** Segmentation models of others: described, tried on a rendered eye, taken or refused with a reason. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { encodeFixture, renderFixture } from '../../../../models/rendered-eyes/fixtures.ts';
import { importedModelSchema } from '../../../contracts/own-model.ts';
import { writeOnnx } from '../minimal-onnx.ts';
import { createOnnxRuntime } from '../onnx-runtime.ts';
import { sigmoidRows, softmaxRows, tinyOpenIris, tinySegmenter } from '../testing/tiny-segmenters.ts';
import { importModel } from './import-model.ts';
import { openIrisProfile } from './open-iris-profile.ts';

const runtime = createOnnxRuntime();
let samples: string;
let samplesParent: string;
let directory: string;
beforeAll(async () => {
  samplesParent = await mkdtemp(join(tmpdir(), 'finder-samples-'));
  samples = join(samplesParent, 'samples');
  await mkdir(samples);
  const centre = { x: 320, y: 250 };
  const eye = renderFixture({
    seed: 5,
    irisDiameter: 240,
    centre,
    palette: 'green',
    squint: 0.3,
    catchlights: ['softbox'],
  });
  await writeFile(join(samples, 'eye.jpg'), await encodeFixture(eye, 'jpeg'));
  const iris = { cx: centre.x, cy: centre.y, a: 120, b: 120, angle: 0 };
  await writeFile(join(samples, 'samples.json'), JSON.stringify([{ file: 'eye.jpg', iris }]));
});
afterAll(() => rm(samplesParent, { recursive: true }));
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'import-finder-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function bring(
  file: Uint8Array,
  {
    beside,
    given = null,
    computingMs = () => 0,
  }: { beside?: unknown; given?: string | null; computingMs?: () => number } = {},
) {
  const path = join(directory, 'my-model.onnx');
  await writeFile(path, file);
  if (beside !== undefined)
    await writeFile(
      join(directory, 'my-model.json'),
      typeof beside === 'string' ? beside : JSON.stringify(beside),
    );
  const target = join(directory, 'target.part');
  const request = { path, blend: null, description: given, samples, target, threads: 1 };
  const model = await importModel(request, { runtime, computingMs });
  if (model.role !== 'find') throw new Error('it was taken for an enhancer');
  return model;
}

const softmax = {
  kind: 'segmentation',
  input: {},
  output: { activation: 'softmax' },
  classes: { sclera: 1, visibleIris: 2, visiblePupil: 3 },
} as const;
const sigmoid = {
  kind: 'segmentation',
  licence: 'CC-BY-4.0',
  input: { layout: 'NHWC', colours: 'bgr', scale: 255, mean: [103.5, 116.3, 123.7], std: 58 },
  output: { layout: 'NHWC', activation: 'sigmoid' },
  classes: { visibleIris: 0, visiblePupil: 1 },
} as const;
const ofSigmoid = tinySegmenter({
  rows: sigmoidRows.map(([red, green, blue, rest]) => [blue, green, red, rest]),
  inputLayout: 'NHWC',
  outputLayout: 'NHWC',
  size: { height: 192, width: 256 },
  scale: 255,
  mean: [103.5, 116.3, 123.7],
  std: [58, 58, 58],
});
const ofSoftmax = (options = {}) => tinySegmenter({ rows: softmaxRows, ...options });

test('a network of exclusive classes for any size, by the description beside it', {
  timeout: 180_000,
}, async () => {
  const model = await bring(ofSoftmax(), { beside: softmax });
  expect(importedModelSchema.parse(model)).toEqual(model);
  expect(model).toMatchObject({
    input: { name: 'picture' },
    output: { name: 'classes' },
    describedLicence: null,
    segmentation: {
      input: { layout: 'NCHW', colours: 'rgb', scale: 1, size: null, channels: 3 },
      output: { layout: 'NCHW', activation: 'softmax', channels: 4 },
    },
    tried: { eyes: 1, found: 1 },
  });
  expect(model.tried.overlap).toBeGreaterThan(0.97);
  expect(await readdir(directory)).toEqual(['my-model.json', 'my-model.onnx', 'target.part']);
});

test('one of independent classes by rows, in blue, green and red from 0 to 255, for wide pictures', {
  timeout: 180_000,
}, async () => {
  const model = await bring(ofSigmoid, { given: JSON.stringify(sigmoid) });
  expect(model).toMatchObject({
    describedLicence: 'CC-BY-4.0',
    segmentation: { input: { size: { height: 192, width: 256 } }, output: { channels: 2 } },
  });
  expect(model.tried.overlap).toBeGreaterThan(0.95);
});

test('one whose answer is coarser than what it was given', { timeout: 180_000 }, async () => {
  const size = { height: 512, width: 512 };
  const file = ofSoftmax({ size, stride: 4, ending: 'Softmax' });
  const model = await bring(file, { beside: { ...softmax, output: { activation: 'none' } } });
  expect(model.knownAnswer.output).toMatchObject({ shape: [1, 4, 128, 128] });
  expect(model.tried.overlap).toBeGreaterThan(0.95);
});

test('open-iris is known by its shape and needs no description', { timeout: 180_000 }, async () => {
  const model = await bring(tinyOpenIris());
  expect(model.architecture).toMatch(/^open-iris/);
  expect(model.segmentation.classes).toEqual(openIrisProfile.classes);
  expect(model.segmentation.input).toMatchObject({ colours: 'red', size: { height: 480, width: 640 } });
  expect(model.tried.overlap).toBeGreaterThan(0.95);
});

const change = (part: object) => ({ ...softmax, ...part });
const withInput = (input: object) => change({ input });
const withClasses = (classes: object) => change({ classes });
const flat = tinySegmenter({ rows: softmaxRows.map(() => [0, 0, 0, 0]) });
const of256 = ofSoftmax({ size: { height: 256, width: 256 } });
const wrong = 'modelDescriptionWrong';
const indices = writeOnnx({
  inputs: { picture: [1, 3, 'h', 'w'] },
  outputs: { classes: [1, 1, 'h', 'w'] },
  nodes: [
    { operator: 'ReduceMax', inputs: ['picture'], output: 'classes', attributes: { axes: [1], keepdims: 1 } },
  ],
  weights: {},
});
/** A tensor says that it has 14 thousand million numbers, and brings one. */
const hugeTensor = writeOnnx({
  inputs: { picture: [1, 3, 'h', 'w'] },
  outputs: { classes: [1, 3, 'h', 'w'] },
  nodes: [{ operator: 'Mul', inputs: ['picture', 'huge'], output: 'classes' }],
  weights: { huge: { dims: [60_000, 240_000], data: Float32Array.of(1) } },
});

test.each([
  { what: 'no description at all', file: ofSoftmax(), code: 'modelUndescribed' },
  { what: 'no description of one by rows', file: ofSigmoid, code: 'modelUndescribed' },
  {
    what: 'no description of one that takes rows of any length',
    file: ofSoftmax({ inputLayout: 'NHWC' }),
    code: 'modelUndescribed',
  },
  { what: 'a JSON file of another kind', file: ofSoftmax(), beside: { epochs: 3 }, code: 'modelUndescribed' },
  {
    what: 'a description that is no JSON',
    file: ofSoftmax(),
    given: '{ kind: ',
    code: wrong,
    says: /no JSON/,
  },
  {
    what: 'no class for the iris',
    file: ofSoftmax(),
    beside: withClasses({ sclera: 1, visiblePupil: 3 }),
    code: wrong,
    says: /amodalIris and visibleIris/,
  },
  {
    what: 'an iris whose lids nobody knows',
    file: ofSoftmax(),
    beside: withClasses({ amodalIris: 2 }),
    code: wrong,
    says: /lids/,
  },
  {
    what: 'a channel that is not there',
    file: ofSoftmax(),
    beside: withClasses({ visibleIris: 4 }),
    code: wrong,
    says: /no channel 4; the model has 4/,
  },
  {
    what: 'two classes in one channel',
    file: ofSoftmax(),
    beside: withClasses({ visibleIris: 2, visiblePupil: 2 }),
    code: wrong,
    says: /same channel/,
  },
  {
    what: 'a word that it does not know',
    file: ofSoftmax(),
    beside: change({ output: { activation: 'relu' } }),
    code: wrong,
    says: /activation/,
  },
  {
    what: 'another size than the file’s',
    file: of256,
    beside: withInput({ size: { height: 512, width: 512 } }),
    code: wrong,
    says: /takes 256 × 256/,
  },
  {
    what: 'any size where the file has one',
    file: of256,
    beside: withInput({ size: 'free' }),
    code: wrong,
    says: /takes 256 × 256/,
  },
  {
    what: 'colours in the wrong place',
    file: of256,
    beside: withInput({ layout: 'NHWC' }),
    code: wrong,
    says: /input.layout/,
  },
  {
    what: 'classes in the wrong place',
    file: of256,
    beside: change({ output: { layout: 'NHWC', activation: 'softmax' } }),
    code: wrong,
    says: /output.layout/,
  },
  {
    what: 'a name that is not there',
    file: of256,
    beside: withInput({ name: 'image' }),
    code: wrong,
    says: /there is no image; the model has picture/,
  },
  {
    what: 'two means for three colours',
    file: of256,
    beside: withInput({ mean: [0.5, 0.5] }),
    code: wrong,
    says: /2 numbers for 3/,
  },
  {
    what: 'logits said to be probabilities',
    file: ofSoftmax(),
    beside: change({ output: { activation: 'none' } }),
    code: wrong,
    says: /the values go from/,
  },
  {
    what: 'values of 255 times the range',
    file: ofSoftmax(),
    beside: withInput({ scale: 255, mean: 300 }),
    code: 'modelFindsNothing',
  },
  {
    what: 'an activation that is in it already',
    file: ofSoftmax({ ending: 'Softmax' }),
    beside: softmax,
    code: 'modelFindsNothing',
    says: /perhaps it is none/,
  },
  { what: 'a network that sees nothing', file: flat, beside: softmax, code: 'modelFindsNothing' },
  {
    what: 'weights that are no numbers',
    file: ofSoftmax({ bias: Number.NaN }),
    beside: softmax,
    code: 'modelWrongResult',
  },
  { what: 'a tensor larger than any network', file: hugeTensor, beside: softmax, code: 'modelTooLarge' },
  { what: 'a cut file', file: ofSoftmax().subarray(0, 300), beside: softmax, code: 'modelUnreadable' },
  {
    what: 'classes by number instead of by channel',
    file: indices,
    beside: withClasses({ visibleIris: 1 }),
    code: wrong,
    says: /no channel|more than one channel/,
  },
  {
    what: 'weights instead of a graph',
    file: Buffer.alloc(400, 0x55),
    given: JSON.stringify(softmax),
    code: 'modelUnsupported',
  },
])(
  '$what is refused with $code, and nothing is left',
  { timeout: 180_000 },
  async ({ file, beside, given, code, says }) => {
    const failure = await bring(file, { beside, ...(given && { given }) }).catch((error) => error);
    expect(failure).toMatchObject({ code });
    if (says !== undefined) expect(failure.details.reason).toMatch(says);
    const left = beside === undefined ? ['my-model.onnx'] : ['my-model.json', 'my-model.onnx'];
    expect(await readdir(directory)).toEqual(left);
  },
);

test('one that takes minutes for a picture is refused', async () => {
  let spent = 0;
  const computingMs = () => (spent += 30_000);
  await expect(bring(ofSoftmax(), { beside: softmax, computingMs })).rejects.toMatchObject({
    code: 'modelUnsupported',
  });
});
