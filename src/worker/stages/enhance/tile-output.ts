/** Takes a network's output tile apart: checks it, notes its colours, and writes its core into the picture. */
import type { Rectangle } from '../../../contracts/geometry.ts';
import type { ColourImage } from '../../imaging/image.ts';
import type { ResamplingWeights } from '../../imaging/resampling.ts';
import { type PatchSums, patchSize } from './patch-sums.ts';

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

/**
 * Takes what the network made of each patch off the source's sums, and on the way, where picture and network share
 * one grid, copies the core into the picture: a tile's output is larger than any cache, so it is read once.
 *
 * @param picture null when the tile is resampled instead
 * @param patches the source's sums over the same core; become differences
 */
export function readCore(
  tile: TileOutput,
  core: Rectangle,
  picture: ColourImage | null,
  patches: PatchSums,
): void {
  const { data, edge, scale } = tile;
  const { differences } = patches;
  const plane = edge * edge;
  const share = 1 / (scale * scale);
  const right = core.left + core.width;
  for (let line = 0; line < core.height * scale; line++) {
    const y = core.top + Math.floor(line / scale);
    let source = ((core.top - tile.originY) * scale + line) * edge + (core.left - tile.originX) * scale;
    let target = picture === null ? 0 : ((core.top * scale + line) * picture.width + core.left * scale) * 3;
    let patch = (Math.floor(y / patchSize) - patches.top) * patches.columns * 3;
    for (let x = core.left; x < right; patch += 3) {
      const next = Math.min(right, (Math.floor(x / patchSize) + 1) * patchSize);
      const end = source + (next - x) * scale;
      let reds = 0;
      let greens = 0;
      let blues = 0;
      if (picture === null) {
        for (; source < end; source++) {
          reds += data[source]!;
          greens += data[source + plane]!;
          blues += data[source + 2 * plane]!;
        }
      } else {
        const pixels = picture.data;
        for (; source < end; source++, target += 3) {
          const red = data[source]!;
          const green = data[source + plane]!;
          const blue = data[source + 2 * plane]!;
          reds += red;
          greens += green;
          blues += blue;
          pixels[target] = toSample(red);
          pixels[target + 1] = toSample(green);
          pixels[target + 2] = toSample(blue);
        }
      }
      differences[patch]! -= reds * share;
      differences[patch + 1]! -= greens * share;
      differences[patch + 2]! -= blues * share;
      x = next;
    }
  }
}

/**
 * How far the values of a plane (size x size) lie apart over a part of it, one in `step` looked at each way.
 */
export function spreadOf(plane: Float32Array, size: number, part: Rectangle, step: number): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let y = part.top; y < part.top + part.height; y += step) {
    const end = y * size + part.left + part.width;
    for (let at = y * size + part.left; at < end; at += step) {
      const value = plane[at]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return high - low;
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
