/**
 * A copy from a part of the iris that is sharper or livelier than the hole's surroundings shows as a patch, however
 * well its tones fit: its finest texture is scaled until the fill is as rough as what surrounds the hole.
 */
import type { ColourImage, MaskImage } from '../../imaging/image.ts';
import type { HoleBox } from './hole-box.ts';
import { depthAt, type IrisPolar, turnAt } from './iris-polar.ts';
import type { PatchCopy } from './patch-copy.ts';

interface Ground {
  readonly image: ColourImage;
  readonly polar: IrisPolar;
  readonly blocked: MaskImage;
}

/** Surroundings are a small sample: they are believed to this power of what they say. */
const trust = 0.8;
/** What is invented had better be a little calmer. */
const wanted = 0.95;
/** Least and most that is added of a fill's finest texture, in units of that. */
const bounds = { least: -0.45, most: 1.1 } as const;
/** Adding less than this is not worth it. */
const noticeable = 0.03;
const fewestPixels = 30;
/** Pixels around the hole's box that count as its surroundings. */
const around = 8;
/** Depths between which surroundings show iris and no edges. */
const depths = { least: 0.04, most: 0.96 } as const;

/** Of large holes, one row in so many is looked at: texture is alike all over. */
const rowSpacing = 3;
const manyRows = 40;
/** Pixels looked at around it, at most. */
const plenty = 9000;

/**
 * @param fill what will be seen in the hole and right around it, but for smooth tones.
 * @returns what is to be added to every hole pixel, per channel; null where nothing is.
 */
export function evenTexture(ground: Ground, box: HoleBox, fill: PatchCopy): Float32Array[] | null {
  const spacing = box.height > manyRows ? rowSpacing : 1;
  // Enough of them say how rough it is around a hole, however large.
  const sparse = Math.max(spacing, Math.floor(Math.sqrt((box.width * box.height) / plenty)));
  const rough = roughnessAround(ground, box, sparse);
  if (rough === null) return null;
  const fine = fineOf(fill, box);
  const made = roughnessOfFill(box, fill, fine, spacing);
  if (made === null || made.own === 0) return null;
  const goal = wanted * rough ** trust * made.own ** (1 - trust);
  const share = Math.min(bounds.most, Math.max(bounds.least, shareFor(goal, made)));
  if (Math.abs(share) < noticeable) return null;
  for (const plane of fine) for (let at = 0; at < plane.length; at += 1) plane[at]! *= share;
  return fine;
}

/** Mean squared Laplacians: of the fill, of its finest texture, and of the two together. */
interface Roughness {
  readonly own: number;
  readonly fine: number;
  readonly both: number;
}

/** How much of the finest texture makes the whole as rough as it shall be: the larger root of a square. */
function shareFor(goal: number, { own, fine, both }: Roughness): number {
  if (fine <= 0) return 0;
  const root = both * both - fine * (own - goal);
  return root <= 0 ? -both / fine : (-both + Math.sqrt(root)) / fine;
}

function roughnessOfFill(
  { width, height, hole }: HoleBox,
  { there, planes }: PatchCopy,
  fine: readonly Float32Array[],
  spacing: number,
): Roughness | null {
  const sums = { own: 0, fine: 0, both: 0 };
  let count = 0;
  for (let y = 1; y < height - 1; y += spacing) {
    for (let at = y * width; at < (y + 1) * width; at += 1) {
      if (hole[at] === 0 || there[at] === 0) continue;
      if ((there[at - 1]! & there[at + 1]! & there[at - width]! & there[at + width]!) === 0) continue;
      for (let channel = 0; channel < 3; channel += 1) {
        const own = bend(planes[channel]!, at, 1, width);
        const extra = bend(fine[channel]!, at, 1, width);
        sums.own += own * own;
        sums.fine += extra * extra;
        sums.both += own * extra;
      }
      count += 1;
    }
  }
  if (count * spacing < fewestPixels) return null;
  return { own: sums.own / count, fine: sums.fine / count, both: sums.both / count };
}

/** The same of the picture around the hole, where it shows clear iris; null for too little of it. */
function roughnessAround({ image, polar, blocked }: Ground, box: HoleBox, spacing: number): number | null {
  const { width, height } = image;
  const { data } = blocked;
  const left = Math.max(1, box.left - around);
  const right = Math.min(width - 1, box.left + box.width + around);
  const bottom = Math.min(height - 1, box.top + box.height + around);
  let sum = 0;
  let count = 0;
  for (let y = Math.max(1, box.top - around); y < bottom; y += spacing) {
    for (let x = left; x < right; x += spacing) {
      const at = y * width + x;
      if ((data[at]! | data[at - 1]! | data[at + 1]! | data[at - width]! | data[at + width]!) !== 0) continue;
      const depth = depthAt(polar, x + 0.5, y + 0.5, turnAt(polar, x + 0.5, y + 0.5));
      if (depth < depths.least || depth > depths.most) continue;
      for (let channel = at * 3; channel < at * 3 + 3; channel += 1)
        sum += bend(image.data, channel, 3, width * 3) ** 2;
      count += 1;
    }
  }
  return count < fewestPixels ? null : sum / count / 65535 ** 2;
}

function bend(values: Float32Array | Uint16Array, at: number, across: number, down: number): number {
  const beside = values[at - across]! + values[at + across]! + values[at - down]! + values[at + down]!;
  return beside - 4 * values[at]!;
}

/** What a 3 x 3 binomial blur takes away in the hole; nothing where the fill has no neighbours on all sides. */
function fineOf({ there, planes }: PatchCopy, { width, height, hole }: HoleBox): Float32Array[] {
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
      fine[at] = plane[at]! - (above + 2 * beside + below) / 16;
    }
    return fine;
  });
}
