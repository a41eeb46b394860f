/** Whole imports: from a file to a model that may be offered, or to a reason why not and nothing left behind. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { importedModelSchema } from '../../../contracts/own-model.ts';
import { type OnnxGraph, type OnnxNode, writeOnnx } from '../minimal-onnx.ts';
import { createOnnxRuntime } from '../onnx-runtime.ts';
import { importModel } from './import-model.ts';
import { inspectOnnx } from './inspect-onnx.ts';
import { tinyCompact, tinyRrdb } from './testing/tiny-weights.ts';
import { writePytorch, writeSafetensors } from './testing/write-pytorch.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'import-'));
});
afterEach(() => rm(directory, { recursive: true }));

const runtime = createOnnxRuntime();
async function bring(
  file: Uint8Array,
  {
    twin,
    share = 0.5,
    computingMs = () => 0,
  }: { twin?: Uint8Array; share?: number; computingMs?: () => number } = {},
) {
  const [path, twinPath, target] = ['a.pth', 'b.pth', 'target.part'].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(path, file);
  if (twin) await writeFile(twinPath, twin);
  const blend = twin ? { path: twinPath, share } : null;
  const request = { path, blend, description: null, samples: '', target, threads: 1 };
  const model = await importModel(request, { runtime, computingMs });
  if (model.role !== 'enhance') throw new Error('it was taken for a finder');
  return model;
}

test('a Compact network is known exactly: its halo is its number of convolutions', async () => {
  const model = await bring(writePytorch(tinyCompact({ scale: 4, body: 3 })));
  expect(importedModelSchema.parse(model)).toEqual(model);
  expect(model).toMatchObject({ scale: 4, halo: 5, fade: 0, input: { name: 'image', strength: null } });
  expect(model.parameters).toBe(
    [...tinyCompact({ scale: 4, body: 3 }).values()].reduce((n, t) => n + t.data.length, 0),
  );
  expect(model.tileSizes).toContain(256);
});

test('an RRDB network’s halo is found by trying', async () => {
  const model = await bring(writeSafetensors(tinyRrdb({ scale: 2, amount: 0.01 })));
  expect(model).toMatchObject({ scale: 2, fade: 0, architecture: 'RRDBNet, 2 blocks, 5 features' });
  expect([16, 32, 48]).toContain(model.halo);
});

test('a slow machine gets small tiles', async () => {
  let spent = 0;
  const model = await bring(writePytorch(tinyCompact({ scale: 2 })), {
    computingMs: () => (spent += 20_000),
  });
  expect(Math.max(...model.tileSizes)).toBeLessThanOrEqual(160);
});

test('two files become one model between them', async () => {
  const [first, second] = [1, 2].map((seed) => writePytorch(tinyCompact({ scale: 4, seed }))) as [
    Buffer,
    Buffer,
  ];
  const mean = async (options: Parameters<typeof bring>[1], file = first) => {
    const { knownAnswer } = await bring(file, options);
    await rm(join(directory, 'target.part'));
    return (knownAnswer.output as { mean: number }).mean;
  };
  expect(await mean({ twin: second, share: 1 })).toBeCloseTo(await mean({}), 6);
  expect(await mean({ twin: second, share: 0 })).toBeCloseTo(await mean({}, second), 6);
});

const nearest = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };
/** Nearest enlargement, and whatever `nodes` make of "large". */
function onnx(nodes: readonly OnnxNode[], scale = 2, extra: Partial<OnnxGraph> = {}): Uint8Array {
  return writeOnnx({
    inputs: { x: ['n', 3, 'h', 'w'] },
    outputs: { y: ['n', 3, 'H', 'W'] },
    nodes: [
      { operator: 'Resize', inputs: ['x', '', 'scales'], output: 'large', attributes: nearest },
      ...nodes,
    ],
    weights: {
      scales: { dims: [4], data: Float32Array.of(1, 1, scale, scale) },
      part: { dims: [1], data: Float32Array.of(0.05) },
      one: { dims: [1], data: Float32Array.of(1) },
    },
    ...extra,
  });
}
const same: OnnxNode = { operator: 'Identity', inputs: ['large'], output: 'y' };

test('an ONNX file is taken as it is, and its names and scale are found', async () => {
  expect(await bring(onnx([same], 4))).toMatchObject({
    scale: 4,
    halo: 16,
    fade: 0,
    input: { name: 'x' },
    output: { name: 'y' },
  });
});

test('a network that looks at the whole picture is cross-faded', async () => {
  const model = await bring(
    onnx([
      { operator: 'GlobalAveragePool', inputs: ['x'], output: 'mean' },
      { operator: 'Mul', inputs: ['mean', 'part'], output: 'shift' },
      { operator: 'Add', inputs: ['large', 'shift'], output: 'y' },
    ]),
  );
  expect(model.fade).toBe(16);
  expect(model.halo).toBeGreaterThanOrEqual(2 * model.fade);
});

test('a network for one size of picture is run with tiles of that size', async () => {
  const model = await bring(onnx([same], 2, { inputs: { x: [1, 3, 128, 128] } }));
  expect(model).toMatchObject({ tileSizes: [128], halo: 48, fade: 16 });
});

const external = (() => {
  // TensorProto.data_location = EXTERNAL, appended to the last weight of a graph that ends with its weights.
  const bytes = [0x0a, 0x04, 0x22, 0x02, 0x49, 0x64, 0x2a, 0x04, 0x08, 0x03, 0x70, 0x01];
  return Buffer.from([0x08, 0x08, 0x3a, bytes.length, ...bytes, 0x42, 0x02, 0x10, 0x11]);
})();

test.each([
  { what: 'an enlargement of 3', file: onnx([same], 3), code: 'modelUnsupported' },
  {
    what: 'a second input',
    file: onnx([{ operator: 'Mul', inputs: ['large', 'z'], output: 'y' }], 2, {
      inputs: { x: ['n', 3, 'h', 'w'], z: [1] },
    }),
    code: 'modelUnsupported',
  },
  {
    what: 'an operator that nobody knows',
    file: onnx([{ ...same, operator: 'Frobnicate' }]),
    code: 'modelUnsupported',
  },
  {
    what: 'a negative',
    file: onnx([{ operator: 'Sub', inputs: ['one', 'large'], output: 'y' }]),
    code: 'modelWrongResult',
  },
  {
    what: 'values that are no numbers',
    file: onnx([
      { operator: 'Sub', inputs: ['large', 'one'], output: 'below' },
      { operator: 'Sqrt', inputs: ['below'], output: 'y' },
    ]),
    code: 'modelWrongResult',
  },
  {
    what: 'black',
    file: onnx([{ operator: 'Sub', inputs: ['large', 'large'], output: 'y' }]),
    code: 'modelWrongResult',
  },
  { what: 'numbers in other files', file: external, code: 'modelUntrusted' },
  { what: 'a cut ONNX file', file: onnx([same]).subarray(0, 150), code: 'modelUnreadable' },
  {
    what: 'a Compact network that enlarges 3 times',
    file: writePytorch(tinyCompact({ scale: 3 })),
    code: 'modelUnsupported',
  },
  {
    what: 'weights that make noise',
    file: writePytorch(tinyCompact({ scale: 2, amount: 9 })),
    code: 'modelWrongResult',
  },
])('$what is refused with $code, and nothing is left', async ({ file, code }) => {
  await expect(bring(file)).rejects.toMatchObject({ code });
  expect(await readdir(directory)).toEqual(['a.pth']);
});

test('a file that is not there, and a target that is', async () => {
  const request = {
    path: join(directory, 'none.pth'),
    blend: null,
    description: null,
    samples: '',
    target: join(directory, 'target'),
    threads: 1,
  };
  await expect(importModel(request, { runtime, computingMs: () => 0 })).rejects.toMatchObject({
    code: 'modelFileMissing',
  });
});

test('an ONNX file with any byte changed is inspected without surprises', () => {
  const whole = onnx([same]);
  expect(inspectOnnx(whole)).toEqual({ parameters: 6, nodes: 2 });
  for (let at = 0; at < whole.length; at++)
    for (const change of [0x80, 0xff, 0x07]) {
      const changed = Uint8Array.from(whole);
      changed[at] = changed[at]! ^ change;
      try {
        inspectOnnx(changed);
      } catch (error) {
        expect(error).toMatchObject({
          code: expect.stringMatching(/^model(Unreadable|Untrusted|TooLarge|Unsupported)$/),
        });
      }
    }
});
