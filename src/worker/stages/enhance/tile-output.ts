/** Takes a network's output tile apart: checks it, notes its colours, and writes its core into the picture. */
import type { Rectangle } from '../../../contracts/geometry.ts';
import type { ColourImage } from '../../imaging/image.ts';
import type { ResamplingWeights } from '../../imaging/resampling.ts';

export interface TileOutput {
  /** 3 x edge x edge, RGB planes, not clamped. */
  readonly data: Float32Array;
  readonly edge: number;
  readonly scale: number;
  /** Source coordinates of the tile's upper left corner, padding included. */
  readonly originX: number;
  readonly originY: number;
}

export interface TileComparison {
  /** Source minus result per source pixel of the core, interleaved RGB, 0..1. */
  readonly differences: Float32Array;
  /** Mean difference between source and result, 0..1; not finite when the tile holds no numbers. */
  readonly drift: number;
  readonly sourceSpread: number;
  readonly resultSpread: number;
}

/**
 * Compares every source pixel of `core` with the mean of the pixels made from it.
 *
 * @param input the network's input, 3 x size x size, that the output was made from
 */
export function compareWithSource(
  tile: TileOutput,
  core: Rectangle,
  input: Float32Array,
  size: number,
): TileComparison {
  const { data, edge, scale } = tile;
  const share = 1 / (scale * scale);
  const differences = new Float32Array(core.width * core.height * 3);
  let index = 0;
  let drift = 0;
  let sourceLow = Infinity;
  let sourceHigh = -Infinity;
  let resultLow = Infinity;
  let resultHigh = -Infinity;
  for (let y = core.top; y < core.top + core.height; y++) {
    for (let x = core.left; x < core.left + core.width; x++) {
      const inputIndex = (y - tile.originY) * size + (x - tile.originX);
      const corner = (y - tile.originY) * scale * edge + (x - tile.originX) * scale;
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let dy = 0; dy < scale; dy++) {
          const start = channel * edge * edge + corner + dy * edge;
          for (let dx = 0; dx < scale; dx++) sum += data[start + dx]!;
        }
        const source = input[channel * size * size + inputIndex]!;
        const result = sum * share;
        differences[index++] = source - result;
        drift += source - result;
        if (channel === 1) {
          if (source < sourceLow) sourceLow = source;
          if (source > sourceHigh) sourceHigh = source;
          if (result < resultLow) resultLow = result;
          if (result > resultHigh) resultHigh = result;
        }
      }
    }
  }
  return {
    differences,
    drift: Math.abs(drift) / (core.width * core.height * 3),
    sourceSpread: sourceHigh - sourceLow,
    resultSpread: resultHigh - resultLow,
  };
}

/** Copies the core where picture and network share one grid (picture size = scale x source size). */
export function copyCore(tile: TileOutput, core: Rectangle, picture: ColourImage): void {
  const { data, edge, scale } = tile;
  const plane = edge * edge;
  const width = core.width * scale;
  for (let y = 0; y < core.height * scale; y++) {
    let source = ((core.top - tile.originY) * scale + y) * edge + (core.left - tile.originX) * scale;
    let target = ((core.top * scale + y) * picture.width + core.left * scale) * 3;
    for (let x = 0; x < width; x++, source++, target += 3) {
      picture.data[target] = toSample(data[source]!);
      picture.data[target + 1] = toSample(data[source + plane]!);
      picture.data[target + 2] = toSample(data[source + 2 * plane]!);
    }
  }
}

/** Resamples the core to the picture's grid; `weights` span the whole enlarged source, so tiles join exactly. */
export function resampleCore(
  tile: TileOutput,
  core: Rectangle,
  picture: ColourImage,
  sourceSize: number,
  weights: ResamplingWeights,
): void {
  const { data, edge, scale } = tile;
  const columns = outputRange(core.left, core.width, sourceSize, picture.width);
  const rows = outputRange(core.top, core.height, sourceSize, picture.height);
  const lastEnlarged = sourceSize * scale - 1;
  const firstRow = Math.max(0, weights.starts[rows.first]!);
  const lastRow = Math.min(lastEnlarged, weights.starts[rows.end - 1]! + weights.taps - 1);
  const width = columns.end - columns.first;
  const between = new Float32Array((lastRow - firstRow + 1) * width);
  const line = new Float32Array(width);
  for (let channel = 0; channel < 3; channel++) {
    for (let row = firstRow; row <= lastRow; row++) {
      const base = channel * edge * edge + (row - tile.originY * scale) * edge - tile.originX * scale;
      for (let x = 0; x < width; x++) {
        const start = weights.starts[columns.first + x]!;
        const weightBase = (columns.first + x) * weights.taps;
        let sum = 0;
        if (start >= 0 && start + weights.taps <= lastEnlarged) {
          for (let tap = 0; tap < weights.taps; tap++)
            sum += data[base + start + tap]! * weights.weights[weightBase + tap]!;
        } else {
          for (let tap = 0; tap < weights.taps; tap++)
            sum += data[base + clampIndex(start + tap, lastEnlarged)]! * weights.weights[weightBase + tap]!;
        }
        between[(row - firstRow) * width + x] = sum;
      }
    }
    for (let y = rows.first; y < rows.end; y++) {
      line.fill(0);
      for (let tap = 0; tap < weights.taps; tap++) {
        const weight = weights.weights[y * weights.taps + tap]!;
        if (weight === 0) continue;
        const base = (clampIndex(weights.starts[y]! + tap, lastEnlarged) - firstRow) * width;
        for (let x = 0; x < width; x++) line[x]! += between[base + x]! * weight;
      }
      let target = (y * picture.width + columns.first) * 3 + channel;
      for (let x = 0; x < width; x++, target += 3) picture.data[target] = toSample(line[x]!);
    }
  }
}

/** The output indices whose centres fall into [start, start + length) of the source: cells share none, miss none. */
function outputRange(start: number, length: number, sourceSize: number, outputSize: number) {
  const ratio = outputSize / sourceSize;
  return { first: Math.ceil(start * ratio - 0.5), end: Math.ceil((start + length) * ratio - 0.5) };
}

function clampIndex(index: number, last: number): number {
  return index < 0 ? 0 : Math.min(index, last);
}

function toSample(value: number): number {
  return value <= 0 ? 0 : value >= 1 ? 65535 : value * 65535 + 0.5;
}
