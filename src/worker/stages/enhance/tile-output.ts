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

/** Source pixels by which a tile reaches over the ones left of it and above it, fading in. */
export interface Fade {
  readonly left: number;
  readonly top: number;
}
const noFade: Fade = { left: 0, top: 0 };

export interface TileComparison {
  /** Source minus result per source pixel of the core, interleaved RGB, 0..1. */
  readonly differences: Float32Array;
  /** Mean difference between source and result, 0..1; not finite when the tile holds no numbers. */
  readonly drift: number;
  readonly sourceSpread: number;
  readonly resultSpread: number;
}

/**
 * Sums what the network made of each source pixel of `core`, and on the way, where picture and network share one
 * grid, copies it into the picture: a tile's output is larger than any cache, so it is read once.
 *
 * @param picture null when the tile is resampled instead
 * @returns sums of scale x scale values, interleaved RGB
 */
export function readCore(tile: TileOutput, core: Rectangle, picture: ColourImage | null): Float32Array {
  const { data, edge, scale } = tile;
  const sums = new Float32Array(core.width * core.height * 3);
  const pixels = picture?.data ?? null;
  const plane = edge * edge;
  for (let y = 0; y < core.height; y++) {
    for (let dy = 0; dy < scale; dy++) {
      const row = (core.top - tile.originY + y) * scale + dy;
      let source = row * edge + (core.left - tile.originX) * scale;
      let target =
        picture === null ? 0 : (((core.top + y) * scale + dy) * picture.width + core.left * scale) * 3;
      let sum = y * core.width * 3;
      for (let x = 0; x < core.width; x++, sum += 3) {
        let reds = 0;
        let greens = 0;
        let blues = 0;
        for (const end = source + scale; source < end; source++, target += 3) {
          const red = data[source]!;
          const green = data[source + plane]!;
          const blue = data[source + 2 * plane]!;
          reds += red;
          greens += green;
          blues += blue;
          if (pixels === null) continue;
          pixels[target] = toSample(red);
          pixels[target + 1] = toSample(green);
          pixels[target + 2] = toSample(blue);
        }
        sums[sum]! += reds;
        sums[sum + 1]! += greens;
        sums[sum + 2]! += blues;
      }
    }
  }
  return sums;
}

/**
 * Compares every source pixel of `core` with the mean of the pixels made from it.
 *
 * @param sums from `readCore`
 * @param input the network's input, 3 x size x size, that the output was made from
 */
export function compareWithSource(
  tile: TileOutput,
  core: Rectangle,
  sums: Float32Array,
  input: Float32Array,
  size: number,
): TileComparison {
  const share = 1 / (tile.scale * tile.scale);
  const differences = new Float32Array(sums.length);
  let drift = 0;
  let sourceLow = Infinity;
  let sourceHigh = -Infinity;
  let resultLow = Infinity;
  let resultHigh = -Infinity;
  let index = 0;
  for (let y = core.top; y < core.top + core.height; y++) {
    let position = (y - tile.originY) * size + (core.left - tile.originX);
    for (let x = 0; x < core.width; x++, position++) {
      for (let channel = 0; channel < 3; channel++, index++) {
        const source = input[channel * size * size + position]!;
        const result = sums[index]! * share;
        differences[index] = source - result;
        drift += source - result;
        if (channel !== 1) continue;
        if (source < sourceLow) sourceLow = source;
        if (source > sourceHigh) sourceHigh = source;
        if (result < resultLow) resultLow = result;
        if (result > resultHigh) resultHigh = result;
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

/** Copies core and fade where picture and network share one grid; without a fade `readCore` has done it. */
export function copyFading(tile: TileOutput, core: Rectangle, picture: ColourImage, fade: Fade): void {
  const { data, edge, scale } = tile;
  const area = withFade(core, fade);
  const width = area.width * scale;
  const height = area.height * scale;
  const columnShares = shares(area.left * scale, width, area.left, fade.left, scale);
  const rowShares = shares(area.top * scale, height, area.top, fade.top, scale);
  for (let channel = 0; channel < 3; channel++) {
    for (let y = 0; y < height; y++) {
      const row = (area.top - tile.originY) * scale + y;
      let source = channel * edge * edge + row * edge + (area.left - tile.originX) * scale;
      let target = ((area.top * scale + y) * picture.width + area.left * scale) * 3 + channel;
      for (let x = 0; x < width; x++, source++, target += 3)
        put(picture.data, target, data[source]!, rowShares[y]! * columnShares[x]!);
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
  fade = noFade,
): void {
  const { data, edge, scale } = tile;
  const area = withFade(core, fade);
  const columns = outputRange(area.left, area.width, sourceSize, picture.width);
  const rows = outputRange(area.top, area.height, sourceSize, picture.height);
  const lastEnlarged = sourceSize * scale - 1;
  const firstRow = Math.max(0, weights.starts[rows.first]!);
  const lastRow = Math.min(lastEnlarged, weights.starts[rows.end - 1]! + weights.taps - 1);
  const width = columns.end - columns.first;
  const ratio = picture.width / sourceSize;
  const columnShares = shares(columns.first, width, area.left, fade.left, ratio);
  const rowShares = shares(rows.first, rows.end - rows.first, area.top, fade.top, ratio);
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
      const rowShare = rowShares[y - rows.first]!;
      let target = (y * picture.width + columns.first) * 3 + channel;
      for (let x = 0; x < width; x++, target += 3)
        put(picture.data, target, line[x]!, rowShare * columnShares[x]!);
    }
  }
}

function withFade(core: Rectangle, { left, top }: Fade): Rectangle {
  return {
    left: core.left - left,
    top: core.top - top,
    width: core.width + left,
    height: core.height + top,
  };
}

/**
 * How much of each output pixel is this tile's: 1, and a raised cosine from 0 over the fade.
 *
 * @param first the first of `count` output pixels, of which `ratio` make one source pixel
 * @param start source coordinate at which the fade of `fade` source pixels begins
 */
function shares(first: number, count: number, start: number, fade: number, ratio: number): Float32Array {
  const result = new Float32Array(count).fill(1);
  for (let index = 0; index < count && fade > 0; index++) {
    const way = ((first + index + 0.5) / ratio - start) / fade;
    if (way >= 1) break;
    result[index] = 0.5 - 0.5 * Math.cos(Math.PI * Math.max(0, way));
  }
  return result;
}

function put(samples: Uint16Array, at: number, value: number, share: number): void {
  const sample = toSample(value);
  samples[at] = share === 1 ? sample : samples[at]! + share * (sample - 0.5 - samples[at]!) + 0.5;
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
  // A whole number is quicker to store than one that the array has to cut.
  return value <= 0 ? 0 : value >= 1 ? 65535 : (value * 65535 + 0.5) | 0;
}
