/** Tells a tile that is a picture of its source from one that is not: enhancers are known to deliver black ones. */
import type { Rectangle } from '../../../contracts/geometry.ts';
import type { ColourImage } from '../../imaging/image.ts';
import { driftOf, type PatchSums } from './patch-sums.ts';
import { spreadOf, type TileOutput } from './tile-output.ts';

/** A tile whose mean colour moved by more than this (0..1) is wrong, whatever the network meant. */
const largestDrift = 0.06;
/** A source whose values lie closer together (0..1) may well become a flat tile. */
const flat = 0.02;

/**
 * @param patches what `readCore` has made of them; all values of the tile are finite
 * @returns what is wrong, in words for the log, or null
 */
export function findFault(
  patches: PatchSums,
  { data, edge, scale, originX, originY }: TileOutput,
  core: Rectangle,
  source: ColourImage,
): string | null {
  const drift = driftOf(patches);
  if (drift > largestDrift) return `the tile's mean colour moved by ${drift.toFixed(3)}`;
  const before = greenSpread(source, core);
  const part = {
    left: (core.left - originX) * scale,
    top: (core.top - originY) * scale,
    width: core.width * scale,
    height: core.height * scale,
  };
  const after = spreadOf(data.subarray(edge * edge, 2 * edge * edge), edge, part, scale);
  return before > flat && after < before / 20 ? 'the tile is blank' : null;
}

/** How far the green values of a part of the source lie apart, 0..1. */
function greenSpread({ width, data }: ColourImage, part: Rectangle): number {
  let low = 65535;
  let high = 0;
  for (let y = part.top; y < part.top + part.height; y += 1) {
    const end = (y * width + part.left + part.width) * 3;
    for (let at = (y * width + part.left) * 3 + 1; at < end; at += 3) {
      const value = data[at]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return (high - low) / 65535;
}
