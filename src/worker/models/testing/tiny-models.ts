/** Networks of a few hundred bytes that take and give what the real ones do, with answers known by arithmetic. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawQuestion } from '../known-answer.ts';
import type { Manifest, ManifestModel, Question } from '../manifest.ts';
import { writeOnnx } from '../minimal-onnx.ts';

const ramp: Question = { kind: 'ramp', shape: [1, 3, 64, 64] };

/** Every head answers sigmoid(red). */
export function tinyFinder(): Uint8Array {
  return writeOnnx({
    inputs: { image: [1, 3, 'height', 'width'] },
    outputs: { probabilities: [1, 5, 'height', 'width'] },
    nodes: [
      {
        operator: 'Conv',
        inputs: ['image', 'weight'],
        output: 'logits',
        attributes: { kernel_shape: [1, 1] },
      },
      { operator: 'Sigmoid', inputs: ['logits'], output: 'probabilities' },
    ],
    weights: {
      weight: {
        dims: [5, 3, 1, 1],
        data: Float32Array.from({ length: 15 }, (_, i) => (i % 3 === 0 ? 1 : 0)),
      },
    },
  });
}

/** Repeats each pixel scale x scale times and multiplies by `strength`. */
export function tinyEnhancer(scale: number): Uint8Array {
  const perChannel = scale * scale;
  const weight = Float32Array.from({ length: 3 * perChannel * 3 }, (_, index) =>
    Math.floor(index / 3 / perChannel) === index % 3 ? 1 : 0,
  );
  return writeOnnx({
    inputs: { image: [1, 3, 'height', 'width'], strength: [1] },
    outputs: { enhanced: [1, 3, 'enhanced_height', 'enhanced_width'] },
    nodes: [
      {
        operator: 'Conv',
        inputs: ['image', 'weight'],
        output: 'repeated',
        attributes: { kernel_shape: [1, 1] },
      },
      {
        operator: 'DepthToSpace',
        inputs: ['repeated'],
        output: 'large',
        attributes: { blocksize: scale, mode: 'CRD' },
      },
      { operator: 'Mul', inputs: ['large', 'strength'], output: 'enhanced' },
    ],
    weights: { weight: { dims: [3 * perChannel, 3, 1, 1], data: weight } },
  });
}

const describeFile = (id: string, bytes: Uint8Array) => ({
  id,
  file: `${id}.onnx`,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  bytes: bytes.byteLength,
  licence: 'MIT',
  version: '0.0.0',
});

export function tinyFinderEntry(bytes = tinyFinder()): ManifestModel {
  const red = drawQuestion(ramp)
    .slice(0, 64 * 64)
    .map((value) => 1 / (1 + Math.exp(-value)));
  return {
    role: 'find',
    ...describeFile('tiny-finder', bytes),
    input: { name: 'image' },
    output: { name: 'probabilities' },
    knownAnswer: {
      input: ramp,
      output: {
        shape: [1, 5, 64, 64],
        mean: meanOf(red),
        samples: [{ index: 4096 + 7, value: red[7] as number }],
      },
      tolerance: 1e-3,
    },
  };
}

export function tinyEnhancerEntry(scale: 2 | 4, bytes = tinyEnhancer(scale)): ManifestModel {
  const picture = drawQuestion(ramp);
  const edge = 64 * scale;
  return {
    role: 'enhance',
    scale,
    halo: 0,
    ...describeFile(`tiny-enhancer-x${scale}`, bytes),
    input: { name: 'image', strength: 'strength' },
    output: { name: 'enhanced' },
    knownAnswer: {
      input: ramp,
      output: {
        shape: [1, 3, edge, edge],
        mean: meanOf(picture),
        samples: [{ index: edge * scale + scale, value: picture[65] as number }],
      },
      tolerance: 1e-3,
    },
  };
}

/** Writes a models folder with a finder and both enhancers. */
export async function writeTinyModels(directory: string): Promise<Manifest> {
  const files: [ManifestModel, Uint8Array][] = [
    [tinyFinderEntry(), tinyFinder()],
    [tinyEnhancerEntry(4), tinyEnhancer(4)],
    [tinyEnhancerEntry(2), tinyEnhancer(2)],
  ];
  for (const [model, bytes] of files) await writeFile(join(directory, model.file), bytes);
  const manifest: Manifest = { formatVersion: 1, models: files.map(([model]) => model) };
  await writeFile(join(directory, 'manifest.json'), JSON.stringify(manifest));
  return manifest;
}

const meanOf = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
