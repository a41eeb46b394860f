/**
 * The part of a frame around the iris, reduced to one working size whatever the photograph's was, as float
 * planes with the polar place of every cell. Finding reflections and choosing exemplars happen here: at this
 * size thresholds in pixels mean the same on every photograph, and big frames cost no more than small ones.
 */

import { type ColourImage, createMaskImage, type MaskImage } from '../../imaging/image.ts';
import { close } from '../../imaging/morphology.ts';
import type { IrisFrame } from '../iris-frame.ts';
import { depthAt, type IrisPolar, turnAt } from './iris-polar.ts';

export interface IrisPlanes {
  readonly width: number;
  readonly height: number;
  /** Frame pixels per cell, whole; cell (x, y) covers frame pixels from (left + x * step, top + y * step). */
  readonly step: number;
  readonly left: number;
  readonly top: number;
  /** 0..1, sRGB-encoded. */
  readonly red: Float32Array;
  readonly green: Float32Array;
  readonly blue: Float32Array;
  /** Polar place of each cell's centre; see `iris-polar.ts`. */
  readonly turn: Float32Array;
  readonly depth: Float32Array;
}

/** How far beyond the limbus the planes reach, in iris radii. */
const reach = 1.12;

export function irisPlanes(image: ColourImage, polar: IrisPolar, wantedRadius: number): IrisPlanes {
  const step = Math.max(1, Math.round(polar.radius / wantedRadius));
  const bounds = outerBounds(polar);
  const left = Math.max(0, Math.floor(bounds.left));
  const top = Math.max(0, Math.floor(bounds.top));
  const width = Math.max(1, Math.floor((Math.min(image.width, Math.ceil(bounds.right)) - left) / step));
  const height = Math.max(1, Math.floor((Math.min(image.height, Math.ceil(bounds.bottom)) - top) / step));
  const cells = width * height;
  const planes: IrisPlanes = {
    width,
    height,
    step,
    left,
    top,
    red: new Float32Array(cells),
    green: new Float32Array(cells),
    blue: new Float32Array(cells),
    turn: new Float32Array(cells),
    depth: new Float32Array(cells),
  };
  for (let y = 0, cell = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, cell += 1) {
      readCell(planes, image, cell, x, y);
      const frameX = left + (x + 0.5) * step;
      const frameY = top + (y + 0.5) * step;
      const turn = turnAt(polar, frameX, frameY);
      planes.turn[cell] = turn;
      planes.depth[cell] = depthAt(polar, frameX, frameY, turn);
    }
  }
  return planes;
}

/**
 * The planes of the same picture after some of its pixels were replaced; what was not is taken over.
 * @param changed 255 at those pixels
 */
export function repaintPlanes(before: IrisPlanes, image: ColourImage, changed: MaskImage): IrisPlanes {
  const { red, green, blue, width } = before;
  const planes = { ...before, red: red.slice(), green: green.slice(), blue: blue.slice() };
  const touched = maskOnPlanes(changed, before, 'most');
  for (let cell = 0; cell < touched.length; cell += 1) {
    if (touched[cell] === 0) continue;
    const y = Math.floor(cell / width);
    readCell(planes, image, cell, cell - y * width, y);
  }
  return planes;
}

/** The mean colour of the pixels that a cell covers. */
function readCell(
  planes: IrisPlanes,
  { width, data }: ColourImage,
  cell: number,
  x: number,
  y: number,
): void {
  const { step, left, top } = planes;
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let row = 0; row < step; row += 1) {
    let at = ((top + y * step + row) * width + left + x * step) * 3;
    for (const end = at + step * 3; at < end; at += 3) {
      red += data[at]!;
      green += data[at + 1]!;
      blue += data[at + 2]!;
    }
  }
  const share = 1 / (65535 * step * step);
  planes.red[cell] = red * share;
  planes.green[cell] = green * share;
  planes.blue[cell] = blue * share;
}

function outerBounds(polar: IrisPolar): { left: number; top: number; right: number; bottom: number } {
  const directionCount = polar.outer.length - 1;
  const bounds = { left: polar.centreX, top: polar.centreY, right: polar.centreX, bottom: polar.centreY };
  for (let index = 0; index < directionCount; index += 16) {
    const radians = (index / directionCount) * 2 * Math.PI;
    const x = polar.centreX + polar.outer[index]! * reach * Math.cos(radians);
    const y = polar.centreY + polar.outer[index]! * reach * Math.sin(radians);
    bounds.left = Math.min(bounds.left, x);
    bounds.right = Math.max(bounds.right, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.bottom = Math.max(bounds.bottom, y);
  }
  return bounds;
}

/**
 * A frame-sized mask on the planes' cells: the pixel in the middle, enough for a smooth mask; the least at the
 * corners, enough for an upright rectangle; or the most of all pixels.
 */
export function maskOnPlanes(
  mask: MaskImage,
  planes: IrisPlanes,
  how: 'middle' | 'corners' | 'most',
): Uint8Array {
  const { width, height, step, left, top } = planes;
  const result = new Uint8Array(width * height);
  const { data } = mask;
  const read = readers[how];
  for (let y = 0, cell = 0; y < height; y += 1) {
    let first = (top + y * step) * mask.width + left;
    for (let x = 0; x < width; x += 1, cell += 1, first += step) {
      result[cell] = read(data, first, step, mask.width);
    }
  }
  return result;
}

/** Each reads the `step` x `step` pixels from `first` on. */
const readers: Readonly<
  Record<
    'middle' | 'corners' | 'most',
    (data: Uint8Array, first: number, step: number, rowLength: number) => number
  >
> = {
  middle: (data, first, step, rowLength) => data[first + (step >> 1) * (rowLength + 1)]!,
  corners(data, first, step, rowLength) {
    const last = first + (step - 1) * rowLength;
    return Math.min(data[first]!, data[first + step - 1]!, data[last]!, data[last + step - 1]!);
  },
  most(data, first, step, rowLength) {
    let most = 0;
    for (let row = first; row < first + step * rowLength; row += rowLength) {
      for (let at = row; at < row + step; at += 1) if (data[at]! > most) most = data[at]!;
    }
    return most;
  },
};

/**
 * Cells (0..255) back to a frame-sized mask, interpolated between their centres.
 * @param edge 'hard' rounds to 0 or 255, so that cells' corners come out as smooth outlines.
 */
export function planesToMask(
  cells: Uint8Array,
  planes: IrisPlanes,
  frame: { width: number; height: number },
  edge: 'hard' | 'soft' = 'hard',
): MaskImage {
  const { width, height, step, left, top } = planes;
  const mask = createMaskImage(frame.width, frame.height);
  for (let y = 0; y < height * step; y += 1) {
    const fromY = (y + 0.5) / step - 0.5;
    const upper = Math.min(height - 1, Math.max(0, Math.floor(fromY)));
    const lower = Math.min(height - 1, upper + 1);
    const shareY = Math.min(1, Math.max(0, fromY - upper));
    if (isClear(cells, upper * width, width) && isClear(cells, lower * width, width)) continue;
    const start = (top + y) * mask.width + left;
    for (let near = 0; near < width; near += 1) {
      const next = Math.min(width - 1, near + 1);
      const nearTop = cells[upper * width + near]!;
      const nextTop = cells[upper * width + next]!;
      const nearBottom = cells[lower * width + near]!;
      const nextBottom = cells[lower * width + next]!;
      if ((nearTop | nextTop | nearBottom | nextBottom) === 0) continue;
      const from = nearTop + (nearBottom - nearTop) * shareY;
      const to = nextTop + (nextBottom - nextTop) * shareY;
      // The pixels between the centres of this cell and the next; the first cell also has those before its own.
      const first = near === 0 ? 0 : Math.ceil((near + 0.5) * step - 0.5);
      const last = Math.min(width * step, Math.ceil((near + 1.5) * step - 0.5));
      for (let x = first; x < last; x += 1) {
        const value = from + (to - from) * Math.max(0, (x + 0.5) / step - 0.5 - near);
        mask.data[start + x] = edge === 'soft' ? value + 0.5 : value >= 127.5 ? 255 : 0;
      }
    }
  }
  return mask;
}

function isClear(cells: Uint8Array, from: number, length: number): boolean {
  for (let cell = from; cell < from + length; cell += 1) if (cells[cell] !== 0) return false;
  return true;
}

/**
 * The cells that show the open eye. Networks doubt the eye under bright reflections, so gaps inside the opening
 * no wider than `gap` iris radii are closed.
 */
export function openCells(frame: IrisFrame, planes: IrisPlanes, polar: IrisPolar, gap: number): Uint8Array {
  const { width, height } = planes;
  const opening = { width, height, data: maskOnPlanes(frame.opening, planes, 'middle') };
  const inside = maskOnPlanes(frame.inside, planes, 'corners');
  const closed = close(opening, (gap * polar.radius) / planes.step);
  const result = new Uint8Array(width * height);
  for (let cell = 0; cell < result.length; cell += 1) {
    result[cell] = inside[cell]! >= 128 && closed.data[cell]! >= 128 ? 1 : 0;
  }
  return result;
}
