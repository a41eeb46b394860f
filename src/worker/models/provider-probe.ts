/**
 * One small convolution that tells a graphics card from a program that pretends to be one. SwiftShader answers
 * correctly but takes some 90 ms for it, where the slowest real adapters take a few and a CPU one or less
 * (measured); running a whole network to learn the same costs ten seconds of shader compiling.
 */
import { writeOnnx } from './minimal-onnx.ts';
import type { InferenceSession } from './runtime.ts';

const channels = 16;
const size = 32;
const weightValue = (index: number) => (((index * 31) % 17) - 8) / 64;

/** Longer than this, when it has compiled and in the best of three, means a software adapter. */
export const softwareAdapterMs = 30;
/** Adapters differ by rounding; 144 products of numbers below 1/8 stay far under this. */
export const probeTolerance = 1e-3;

export function probeModel(): Uint8Array {
  const dims = [1, channels, 'height', 'width'];
  return writeOnnx({
    inputs: { image: dims },
    outputs: { answer: dims },
    nodes: [
      {
        operator: 'Conv',
        inputs: ['image', 'weight'],
        output: 'answer',
        attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1] },
      },
    ],
    weights: {
      weight: {
        dims: [channels, channels, 3, 3],
        data: Float32Array.from({ length: channels * channels * 9 }, (_, index) => weightValue(index)),
      },
    },
  });
}

export interface ProbeResult {
  /** Against arithmetic done here, at the picture's centre in every channel. */
  readonly largestError: number;
  /** Milliseconds of the best run after the first, which compiles. */
  readonly milliseconds: number;
}

export async function runProbe(session: InferenceSession, now: () => number): Promise<ProbeResult> {
  const image = Float32Array.from(
    { length: channels * size * size },
    (_, index) => ((index * 7919) % 1000) / 1000,
  );
  const inputs = { image: { data: image, dims: [1, channels, size, size] } };
  const { data } = await session.run(inputs, 'answer');
  let milliseconds = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round++) {
    const started = now();
    await session.run(inputs, 'answer');
    milliseconds = Math.min(milliseconds, now() - started);
  }
  const centre = size / 2;
  let worst = 0;
  for (let channel = 0; channel < channels; channel++) {
    const found = data[(channel * size + centre) * size + centre] ?? Number.NaN;
    worst = Math.max(worst, Math.abs(found - convolutionAt(image, channel, centre, centre)));
  }
  return { largestError: Number.isNaN(worst) ? Number.POSITIVE_INFINITY : worst, milliseconds };
}

function convolutionAt(image: Float32Array, output: number, row: number, column: number): number {
  let sum = 0;
  for (let input = 0; input < channels; input++) {
    for (let tap = 0; tap < 9; tap++) {
      const y = row + Math.floor(tap / 3) - 1;
      const x = column + (tap % 3) - 1;
      sum += weightValue((output * channels + input) * 9 + tap) * (image[(input * size + y) * size + x] ?? 0);
    }
  }
  return sum;
}
