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

/** @returns what is to be added to every hole pixel's copy, per channel; null where nothing is. */
export function evenTexture(image: ColourImage, box: HoleBox, copy: PatchCopy): Float32Array[] | null {
  const { hole, near, known } = box;
  const inHole = new Uint8Array(hole.length);
  const onRim = new Uint8Array(hole.length);
  const seen = copy.planes.map(() => new Float32Array(hole.length));
  for (let at = 0; at < hole.length; at += 1) {
    if (near[at] === 0) continue;
    inHole[at] = hole[at]!;
    if (known[at] === 0 || hole[at] === 1) continue;
    onRim[at] = 1;
    const y = Math.floor(at / box.width);
    const pixel = ((box.top + y) * image.width + box.left + at - y * box.width) * 3;
    for (let channel = 0; channel < 3; channel += 1)
      seen[channel]![at] = image.data[pixel + channel]! / 65535;
  }
  const made = roughness(box, inHole, copy.there, copy.planes);
  const around = roughness(box, onRim, onRim, seen);
  if (made === null || around === null || made === 0) return null;
  const gain = Math.min(bounds.most, Math.max(bounds.least, (around / made) ** trust));
  if (Math.abs(gain - 1) < noticeable) return null;
  return fineOf(copy, box, gain - 1);
}

/** Mean squared Laplacian at `those` whose four neighbours are among what is `there`; null for too few of them. */
function roughness(
  { width, height }: HoleBox,
  those: Uint8Array,
  there: Uint8Array,
  planes: readonly Float32Array[],
): number | null {
  const at: number[] = [];
  for (let cell = width; cell < width * (height - 1); cell += 1) {
    if (those[cell] === 0 || there[cell] === 0) continue;
    if (
      there[cell - 1] === 1 &&
      there[cell + 1] === 1 &&
      there[cell - width] === 1 &&
      there[cell + width] === 1
    )
      at.push(cell);
  }
  if (at.length < fewestPixels) return null;
  let sum = 0;
  for (const plane of planes) {
    for (const cell of at) {
      const around = plane[cell - 1]! + plane[cell + 1]! + plane[cell - width]! + plane[cell + width]!;
      const bend = around - 4 * plane[cell]!;
      sum += bend * bend;
    }
  }
  return sum / at.length;
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
