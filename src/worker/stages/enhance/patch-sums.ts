/** What a tile did to the mean colours of its source, patch by patch: what the colour lock needs and faults show in. */
import type { Rectangle } from '../../../contracts/geometry.ts';
import type { ColourImage } from '../../imaging/image.ts';
import { tensorValue } from './tile-input.ts';

/** Source pixels on a side of a patch. */
export const patchSize = 8;

export interface PatchSums {
  /** The tile's place in the grid of patches that starts at the source's corner; its outer ones may be cut. */
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
  /** Per patch: source pixels that the tile covers. */
  readonly pixels: Float64Array;
  /** Per patch: source minus result, summed over these pixels, RGB, 0..1. */
  readonly differences: Float64Array;
}

/** Sums of the source's own pixels, as the network was given them; a result's are then taken off. */
export function patchesOf(core: Rectangle, { width, data }: ColourImage): PatchSums {
  const left = Math.floor(core.left / patchSize);
  const top = Math.floor(core.top / patchSize);
  const columns = Math.ceil((core.left + core.width) / patchSize) - left;
  const rows = Math.ceil((core.top + core.height) / patchSize) - top;
  const pixels = new Float64Array(columns * rows);
  const differences = new Float64Array(columns * rows * 3);
  for (let y = core.top; y < core.top + core.height; y += 1) {
    const row = (Math.floor(y / patchSize) - top) * columns;
    let at = (y * width + core.left) * 3;
    for (let x = core.left; x < core.left + core.width; x += 1, at += 3) {
      const patch = row + Math.floor(x / patchSize) - left;
      pixels[patch]! += 1;
      differences[patch * 3]! += tensorValue(data[at]!);
      differences[patch * 3 + 1]! += tensorValue(data[at + 1]!);
      differences[patch * 3 + 2]! += tensorValue(data[at + 2]!);
    }
  }
  return { left, top, columns, rows, pixels, differences };
}

/** Mean difference between source and result over all patches, 0..1. */
export function driftOf({ pixels, differences }: PatchSums): number {
  let difference = 0;
  let count = 0;
  for (const value of differences) difference += value;
  for (const value of pixels) count += value;
  return Math.abs(difference) / (count * 3);
}
