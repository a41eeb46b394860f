/**
 * From pictures to network inputs and back: squares of any place and size, area-sampled into planes, and coarse
 * maps drawn smoothly onto many pixels.
 */
import type { ColourImage } from './image.ts';

/** A square in continuous coordinates of some picture; may reach beyond it. */
export interface Square {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

export function squareAround(cx: number, cy: number, side: number): Square {
  return { left: cx - side / 2, top: cy - side / 2, side };
}

/** A picture that shows a part of a larger one: (x - left) * scaleX is the picture's own x. */
export interface View {
  readonly image: ColourImage;
  readonly left: number;
  readonly top: number;
  readonly scaleX: number;
  readonly scaleY: number;
  /** Who reads it pixel by pixel averages blocks of so many pixels a side; 1 when left out. */
  readonly blocks?: number;
}

interface Taps {
  /** First source pixel of every output pixel, and where its weights begin. */
  readonly first: Int32Array;
  readonly offset: Int32Array;
  readonly weights: Float32Array;
  /** Sum of the weights that fall inside the source, 0..1. */
  readonly inside: Float32Array;
}

/** Box filter as wide as an output pixel, but never narrower than a source pixel: area sampling one way, bilinear the other. */
function createTaps(from: number, step: number, count: number, sourceLength: number): Taps {
  const first = new Int32Array(count);
  const offset = new Int32Array(count + 1);
  const inside = new Float32Array(count);
  const weights: number[] = [];
  const width = Math.max(1, step);
  for (let index = 0; index < count; index += 1) {
    const middle = from + (index + 0.5) * step;
    const begin = Math.max(0, middle - width / 2);
    const end = Math.min(sourceLength, middle + width / 2);
    first[index] = Math.max(0, Math.floor(begin));
    for (let pixel = first[index]!; pixel < end; pixel += 1) {
      const share = (Math.min(end, pixel + 1) - Math.max(begin, pixel)) / width;
      weights.push(share);
      inside[index]! += share;
    }
    offset[index + 1] = weights.length;
  }
  return { first, offset, weights: Float32Array.from(weights), inside };
}

/**
 * Samples `square` (coordinates of the view's larger picture) into 3 planes of size x size, RGB, 0..1.
 * What lies outside the image is `border`: a constant, because mirrored borders show a second eye.
 */
export function sampleSquare(view: View, square: Square, size: number, border = 0): Float32Array {
  const { image } = view;
  const stepX = (square.side * view.scaleX) / size;
  const stepY = (square.side * view.scaleY) / size;
  const columns = createTaps((square.left - view.left) * view.scaleX, stepX, size, image.width);
  const rows = createTaps((square.top - view.top) * view.scaleY, stepY, size, image.height);
  const planes = new Float32Array(3 * size * size);
  const planeLength = size * size;
  const line = new Float32Array(image.width * 3);
  const usedFrom = columns.first[0]! * 3;
  const usedTo = Math.min(image.width, lastPixel(columns, size - 1)) * 3;
  for (let y = 0; y < size; y += 1) {
    line.fill(0, usedFrom, usedTo);
    for (let tap = rows.offset[y]!; tap < rows.offset[y + 1]!; tap += 1) {
      const weight = rows.weights[tap]! / 65535;
      const start = (rows.first[y]! + tap - rows.offset[y]!) * image.width * 3;
      for (let at = usedFrom; at < usedTo; at += 1) line[at]! += weight * image.data[start + at]!;
    }
    for (let x = 0; x < size; x += 1) {
      const missing = border * (1 - rows.inside[y]! * columns.inside[x]!);
      let red = missing;
      let green = missing;
      let blue = missing;
      let at = columns.first[x]! * 3;
      for (let tap = columns.offset[x]!; tap < columns.offset[x + 1]!; tap += 1) {
        const weight = columns.weights[tap]!;
        red += weight * line[at]!;
        green += weight * line[at + 1]!;
        blue += weight * line[at + 2]!;
        at += 3;
      }
      const cell = y * size + x;
      planes[cell] = red;
      planes[planeLength + cell] = green;
      planes[2 * planeLength + cell] = blue;
    }
  }
  return planes;
}

function lastPixel(taps: Taps, index: number): number {
  return taps.first[index]! + taps.offset[index + 1]! - taps.offset[index]!;
}

/** Mirrors every row of `planes` (any number of size x size planes) into a new array. */
export function mirrorPlanes(planes: Float32Array, size: number): Float32Array {
  const mirrored = new Float32Array(planes.length);
  for (let row = 0; row < planes.length; row += size) {
    for (let x = 0; x < size; x += 1) mirrored[row + x] = planes[row + size - 1 - x]!;
  }
  return mirrored;
}

/** Bilinear value of a size x size map at continuous coordinates, its edge repeated. */
export function mapValue(map: Float32Array, size: number, x: number, y: number): number {
  const px = Math.min(size - 1, Math.max(0, x - 0.5));
  const py = Math.min(size - 1, Math.max(0, y - 0.5));
  const left = Math.floor(px);
  const top = Math.floor(py);
  const fx = px - left;
  const fy = py - top;
  const right = left + 1 < size ? 1 : 0;
  const at = top * size + left;
  const down = top + 1 < size ? size : 0;
  const upper = map[at]! * (1 - fx) + map[at + right]! * fx;
  const lower = map[at + down]! * (1 - fx) + map[at + down + right]! * fx;
  return upper * (1 - fy) + lower * fy;
}

/** Writes row `row` of a picture into `target`, its first pixel at `at`; only columns `from` to `to` (exclusive). */
export type MapPainter = (row: number, target: Uint8Array, at: number, from: number, to: number) => void;

/**
 * Prepares drawing a size x size map, which covers `square`, onto pixel rows of a picture whose pixel (x, y) is
 * centred on (left + (x + 0.5) * step, top + (y + 0.5) * step) of the same plane. The surface is a cubic
 * B-spline: it never overshoots and hides the map's grid. 0..1 comes out as 0..255; beyond the map its edge is
 * repeated.
 */
export function createMapPainter(
  map: Float32Array,
  size: number,
  square: Square,
  picture: { left: number; top: number; step: number; width: number },
): MapPainter {
  const perUnit = size / square.side;
  const step = picture.step * perUnit;
  const start = (picture.left + 0.5 * picture.step - square.left) * perUnit - 0.5;
  const rowTaps = new Int32Array(4);
  const rowWeights = new Float32Array(4);
  const line = new Float32Array(size);
  const at4 = (index: number) => line[Math.min(size - 1, Math.max(0, index))]!;
  return (row, target, at, from, to) => {
    const position = (picture.top + (row + 0.5) * picture.step - square.top) * perUnit - 0.5;
    setSplineTaps(position, size, rowTaps, rowWeights, 0);
    for (let x = 0; x < size; x += 1) {
      line[x] =
        255 *
        (rowWeights[0]! * map[rowTaps[0]! * size + x]! +
          rowWeights[1]! * map[rowTaps[1]! * size + x]! +
          rowWeights[2]! * map[rowTaps[2]! * size + x]! +
          rowWeights[3]! * map[rowTaps[3]! * size + x]!);
    }
    // From one column of the map to the next, all pixels have the same four taps: one cubic.
    for (let x = from; x < to; ) {
      const place = start + x * step;
      const base = Math.floor(place);
      const end = Math.min(to, Math.max(x + 1, Math.ceil((base + 1 - start) / step)));
      drawCubic(
        at4(base - 1),
        at4(base),
        at4(base + 1),
        at4(base + 2),
        place - base,
        step,
        target,
        at + x,
        at + end,
      );
      x = end;
    }
  };
}

/** Draws a B-spline's piece with the given taps from `first` to `end`, by differences that add up. */
function drawCubic(
  before: number,
  left: number,
  right: number,
  after: number,
  share: number,
  step: number,
  target: Uint8Array,
  first: number,
  end: number,
): void {
  const low = (Math.min(before, left, right, after) + 0.5) | 0;
  // A spline stays between its taps.
  if (low === ((Math.max(before, left, right, after) + 0.5) | 0)) {
    target.fill(low, first, end);
    return;
  }
  const constant = (before + 4 * left + right) / 6;
  const linear = (right - before) / 2;
  const square = (before - 2 * left + right) / 2;
  const cube = (after - before + 3 * (left - right)) / 6;
  let value = constant + share * (linear + share * (square + share * cube)) + 0.5;
  const third = 6 * cube * step * step * step;
  let second = 2 * square * step * step + 6 * cube * step * step * (share + step);
  let change =
    linear * step +
    square * step * (2 * share + step) +
    cube * step * (3 * share * share + 3 * share * step + step * step);
  for (let at = first; at < end; at += 1) {
    target[at] = value | 0;
    value += change;
    change += second;
    second += third;
  }
}

function setSplineTaps(
  position: number,
  size: number,
  taps: Int32Array,
  weights: Float32Array,
  at: number,
): void {
  const base = Math.floor(position);
  const f = position - base;
  for (let tap = 0; tap < 4; tap += 1) taps[at + tap] = Math.min(size - 1, Math.max(0, base - 1 + tap));
  weights[at] = (1 - f) ** 3 / 6;
  weights[at + 1] = (3 * f ** 3 - 6 * f ** 2 + 4) / 6;
  weights[at + 2] = (-3 * f ** 3 + 3 * f ** 2 + 3 * f + 1) / 6;
  weights[at + 3] = f ** 3 / 6;
}

/** Reduces by averaging whole blocks of `factor` x `factor` pixels; rests at the right and bottom are dropped. */
export function reduceByBlocks(image: ColourImage, factor: number): ColourImage {
  if (factor <= 1) return image;
  const width = Math.floor(image.width / factor);
  const height = Math.floor(image.height / factor);
  const data = new Uint16Array(width * height * 3);
  const source = image.data;
  const line = new Uint32Array(width * factor * 3);
  const share = 1 / (factor * factor);
  for (let y = 0, to = 0; y < height; y += 1) {
    line.fill(0);
    for (let row = 0; row < factor; row += 1) {
      const from = (y * factor + row) * image.width * 3;
      for (let at = 0; at < line.length; at += 1) line[at]! += source[from + at]!;
    }
    for (let at = 0; at < line.length; to += 3) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (const end = at + factor * 3; at < end; at += 3) {
        red += line[at]!;
        green += line[at + 1]!;
        blue += line[at + 2]!;
      }
      data[to] = red * share + 0.5;
      data[to + 1] = green * share + 0.5;
      data[to + 2] = blue * share + 0.5;
    }
  }
  return { width, height, data };
}
