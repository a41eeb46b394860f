/** Files written as PyTorch and safetensors write them, imported, run, and held against plain loops. */
import { expect, test } from 'vitest';
import { writeOnnx } from '../minimal-onnx.ts';
import { createOnnxRuntime } from '../onnx-runtime.ts';
import { inputName, outputName } from './network.ts';
import { readWeights, sniffFormat } from './read-weights.ts';
import { recogniseNetwork } from './recognise-network.ts';
import { compactForward, type Planes, rrdbForward } from './testing/reference-forward.ts';
import {
  randomNumbers,
  tinyCompact,
  tinyRrdb,
  withBsrganNames,
  withEsrganNames,
} from './testing/tiny-weights.ts';
import {
  type PytorchOptions,
  writeLegacyPytorch,
  writePytorch,
  writeSafetensors,
} from './testing/write-pytorch.ts';
import { blendWeights, type StateDict } from './weights.ts';

const random = randomNumbers(5);
const picture: Planes = {
  channels: 3,
  height: 12,
  width: 10,
  data: Float64Array.from({ length: 3 * 12 * 10 }, random),
};

async function run(file: Buffer) {
  const format = sniffFormat(file);
  if (format === 'onnx') throw new TypeError('not weights');
  const network = recogniseNetwork(await readWeights(file, format));
  const session = await createOnnxRuntime().open(writeOnnx(network.graph), { provider: 'cpu', threads: 1 });
  try {
    const image = { data: Float32Array.from(picture.data), dims: [1, 3, picture.height, picture.width] };
    return { network, output: await session.run({ [inputName]: image }, outputName) };
  } finally {
    await session.release();
  }
}

async function expectAsReference(file: Buffer, expected: Planes, tolerance = 1e-4) {
  const { network, output } = await run(file);
  expect(output.dims).toEqual([1, 3, picture.height * network.scale, picture.width * network.scale]);
  let worst = 0;
  for (const [index, value] of output.data.entries())
    worst = Math.max(worst, Math.abs(value - expected.data[index]!));
  expect(worst).toBeLessThan(tolerance);
  return network;
}

const pytorch = (options: PytorchOptions) => (weights: StateDict) => writePytorch(weights, options);
const containers = [
  { container: 'a stored .pth', write: pytorch({}) },
  {
    container: 'a .pth packed again',
    write: pytorch({ deflated: true, root: 'realesr.pth/', under: 'params_ema' }),
  },
  { container: 'a bare .pth of parameters', write: pytorch({ under: null, parameters: true, root: '' }) },
  { container: 'a .pth from before 1.6', write: writeLegacyPytorch },
  { container: 'a .safetensors', write: writeSafetensors },
];
const networks = [
  { name: 'Compact x4', weights: tinyCompact({ scale: 4 }), forward: compactForward, scale: 4 },
  { name: 'Compact x2', weights: tinyCompact({ scale: 2, body: 3 }), forward: compactForward, scale: 2 },
  { name: 'RRDB x4', weights: tinyRrdb({ scale: 4 }), forward: rrdbForward, scale: 4 },
  { name: 'RRDB x2, which folds', weights: tinyRrdb({ scale: 2 }), forward: rrdbForward, scale: 2 },
];

for (const { name, weights, forward, scale } of networks) {
  const expected = forward(weights, picture);
  test.each(containers)(`${name} from $container gives what plain loops give`, async ({ write }) => {
    expect(await expectAsReference(write(weights), expected)).toMatchObject({ scale });
  });
}

test.each([
  { names: 'the first ESRGAN’s', rename: (weights: StateDict) => withEsrganNames(weights) },
  { names: 'BSRGAN’s', rename: withBsrganNames },
  {
    names: 'several cards’',
    rename: (weights: StateDict) => new Map([...weights].map(([name, tensor]) => [`module.${name}`, tensor])),
  },
])('RRDBNet is known by $names names, too', async ({ rename }) => {
  for (const scale of [2, 4] as const) {
    const weights = tinyRrdb({ scale });
    await expectAsReference(writePytorch(rename(weights)), rrdbForward(weights, picture));
    await expectAsReference(writeSafetensors(rename(weights)), rrdbForward(weights, picture));
  }
});

test.each([
  { type: 'HalfStorage', tolerance: 0.01 },
  { type: 'BFloat16Storage', tolerance: 0.05 },
  { type: 'DoubleStorage', tolerance: 1e-4 },
] as const)('weights of other precision are widened ($type)', async ({ type, tolerance }) => {
  const weights = tinyCompact({ scale: 2 });
  await expectAsReference(writePytorch(weights, { type }), compactForward(weights, picture), tolerance);
});

test('averaged weights come before plain ones', async () => {
  const { dictionary, numbers, pickle, stateDictionary, string, zip } = await import(
    './testing/write-pytorch.ts'
  );
  const weights = tinyCompact({ scale: 2 });
  const dictionaries = dictionary([
    string('params'),
    stateDictionary(tinyCompact({ scale: 4, seed: 9 })),
    string('params_ema'),
    stateDictionary(weights),
  ]);
  const storages = [...weights.values()].map(({ data }, index) => ({
    name: `a/data/${index}`,
    bytes: numbers(data),
  }));
  const file = zip([{ name: 'a/data.pkl', bytes: pickle(dictionaries) }, ...storages]);
  await expectAsReference(file, compactForward(weights, picture));
});

test('depth, width and field of view are read from the shapes', async () => {
  expect(recogniseNetwork(tinyCompact({ scale: 4, body: 3, features: 7 }))).toMatchObject({
    architecture: 'SRVGGNetCompact, 3 body convolutions, 7 features',
    scale: 4,
    halo: 5,
  });
  expect(recogniseNetwork(tinyRrdb({ scale: 2, blocks: 3, features: 6 }))).toMatchObject({
    architecture: 'RRDBNet, 3 blocks, 6 features',
    scale: 2,
    halo: null,
  });
});

test('two networks of one shape mix weight by weight, and others refuse', () => {
  const first = tinyCompact({ scale: 4, seed: 3 });
  const second = tinyCompact({ scale: 4, seed: 4 });
  const mixed = blendWeights(first, second, 0.25);
  const name = 'body.2.weight';
  expect(mixed.get(name)!.data[5]).toBeCloseTo(
    0.25 * first.get(name)!.data[5]! + 0.75 * second.get(name)!.data[5]!,
    6,
  );
  expect(() => blendWeights(first, tinyCompact({ scale: 4, body: 3 }), 0.5)).toThrow(
    expect.objectContaining({ code: 'modelUnsupported' }),
  );
});
