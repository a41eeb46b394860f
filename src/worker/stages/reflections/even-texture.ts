/**
 * A copy from a part of the iris that is sharper or livelier than the hole's surroundings shows as a patch, however
 * well its tones fit: its finest texture is scaled to what the rim has.
 */
import type { ColourImage } from '../../imaging/image.ts';
import type { HoleBox } from './hole-box.ts';
import type { PatchCopy } from './patch-copy.ts';

/** A rim is a small sample: it is believed to this power of what it says, within these bounds. */
const trust = 0.4;
const bounds = { least: 0.55, most: 1.12 } as const;
/** Scaling by less than this is not worth it. */
const noticeable = 0.04;
const fewestPixels = 30;

/** Of a copy, one row in so many is looked at: texture is alike all over, and the rows of a large hole are many. */
const rowSpacing = 3;

/** @returns what is to be added to every hole pixel's copy, per channel; null where nothing is. */
export function evenTexture(image: ColourImage, box: HoleBox, copy: PatchCopy): Float32Array[] | null {
  const made = roughnessOfCopy(box, copy);
  const around = made === null ? null : roughnessOfRim(image, box);
  if (made === null || around === null || made === 0) return null;
  const gain = Math.min(bounds.most, Math.max(bounds.least, (around / made) ** trust));
  if (Math.abs(gain - 1) < noticeable) return null;
  return fineOf(copy, box, gain - 1);
}

/** Mean squared Laplacian of what was copied into the hole; null for too little of it. */
function roughnessOfCopy({ width, height, hole }: HoleBox, { there, planes }: PatchCopy): number | null {
  let sum = 0;
  let count = 0;
  const [red, green, blue] = planes as [Float32Array, Float32Array, Float32Array];
  for (let y = 1; y < height - 1; y += rowSpacing) {
    for (let at = y * width; at < (y + 1) * width; at += 1) {
      if (hole[at] === 0 || there[at] === 0) continue;
      if ((there[at - 1]! & there[at + 1]! & there[at - width]! & there[at + width]!) === 0) continue;
      sum +=
        squaredBend(red, at, 1, width) + squaredBend(green, at, 1, width) + squaredBend(blue, at, 1, width);
      count += 1;
    }
  }
  return count * rowSpacing < fewestPixels ? null : sum / count;
}

/** The same of the picture on the rim, as far as it can be trusted there. */
function roughnessOfRim(
  image: ColourImage,
  { left, top, width, height, hole, near, known }: HoleBox,
): number | null {
  let sum = 0;
  let count = 0;
  const isRim = (at: number) => known[at]! & near[at]! & (hole[at]! ^ 1);
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      if (isRim(at) === 0) continue;
      if ((isRim(at - 1) & isRim(at + 1) & isRim(at - width) & isRim(at + width)) === 0) continue;
      const pixel = ((top + y) * image.width + left + x) * 3;
      for (let channel = pixel; channel < pixel + 3; channel += 1)
        sum += squaredBend(image.data, channel, 3, image.width * 3);
      count += 1;
    }
  }
  return count < fewestPixels ? null : sum / count / 65535 ** 2;
}

function squaredBend(values: Float32Array | Uint16Array, at: number, across: number, down: number): number {
  const around = values[at - across]! + values[at + across]! + values[at - down]! + values[at + down]!;
  const bend = around - 4 * values[at]!;
  return bend * bend;
}

/** So much of what a 3 x 3 binomial blur takes away; nothing where the copy has no neighbours on all sides. */
function fineOf(
  { there, planes }: PatchCopy,
  { width, height, hole }: HoleBox,
  share: number,
): Float32Array[] {
  const complete: number[] = [];
  for (let at = width + 1; at < width * (height - 1) - 1; at += 1) {
    if (hole[at] === 0) continue;
    let neighbours = 0;
    for (let row = at - width; row <= at + width; row += width)
      neighbours += there[row - 1]! + there[row]! + there[row + 1]!;
    if (neighbours === 9) complete.push(at);
  }
  return planes.map((plane) => {
    const fine = new Float32Array(plane.length);
    for (const at of complete) {
      const above = plane[at - width - 1]! + 2 * plane[at - width]! + plane[at - width + 1]!;
      const beside = plane[at - 1]! + 2 * plane[at]! + plane[at + 1]!;
      const below = plane[at + width - 1]! + 2 * plane[at + width]! + plane[at + width + 1]!;
      fine[at] = share * (plane[at]! - (above + 2 * beside + below) / 16);
    }
    return fine;
  });
}
