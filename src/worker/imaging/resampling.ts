/**
 * One-dimensional resampling weights in global coordinates, so that a picture resampled tile by tile is, to the
 * last bit, the picture resampled at once. Lanczos with three lobes, widened when reducing (the usual
 * antialiasing form, as in Pillow and libvips).
 */

export interface ResamplingWeights {
  /** First input index per output index; may lie outside the input and is then clamped by the reader. */
  readonly starts: Int32Array;
  /** `taps` weights per output index, summing to 1. */
  readonly weights: Float32Array;
  readonly taps: number;
}

const lobes = 3;

function lanczos(x: number): number {
  if (x === 0) return 1;
  if (x <= -lobes || x >= lobes) return 0;
  const px = Math.PI * x;
  return (lobes * Math.sin(px) * Math.sin(px / lobes)) / (px * px);
}

/**
 * Weights to resample `inputLength` samples to `outputLength` samples over the same extent (pixel centres at
 * .5). `ratio` input/output above 1 reduces.
 */
export function lanczosWeights(inputLength: number, outputLength: number): ResamplingWeights {
  const ratio = inputLength / outputLength;
  const stretch = Math.max(1, ratio);
  const support = lobes * stretch;
  const taps = Math.ceil(support * 2) + 1;
  const starts = new Int32Array(outputLength);
  const weights = new Float32Array(outputLength * taps);
  for (let index = 0; index < outputLength; index++) {
    const centre = (index + 0.5) * ratio - 0.5;
    const start = Math.ceil(centre - support);
    starts[index] = start;
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      const weight = lanczos((start + tap - centre) / stretch);
      weights[index * taps + tap] = weight;
      sum += weight;
    }
    for (let tap = 0; tap < taps; tap++) weights[index * taps + tap]! /= sum;
  }
  return { starts, weights, taps };
}
