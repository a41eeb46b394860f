/**
 * A copy from a part of the iris that is sharper or livelier than the hole's surroundings shows as a patch, however
 * well its tones fit: its finest texture is scaled to what the rim has.
 */
import type { ColourImage } from '../../imaging/image.ts';
import type { HoleBox } from './hole-box.ts';
import type { RingPatch } from './ring-patch.ts';
import { createPatchSample, samplePatch } from './sample-patch.ts';

/** A rim is a small sample: it is believed to this power of what it says, within these bounds. */
const trust = 0.4;
const bounds = { least: 0.55, most: 1.12 } as const;
/** Scaling by less than this is not worth it. */
const noticeable = 0.04;
const fewestPixels = 30;

/** @returns what is to be added to every hole pixel's copy, per channel; null where nothing is. */
export function evenTexture(image: ColourImage, box: HoleBox, patch: RingPatch): Float32Array[] | null {
  const { width, hole, near, known } = box;
  const copied = new Uint8Array(hole.length);
  const planes = [0, 1, 2].map(() => new Float32Array(hole.length));
  const sample = createPatchSample();
  for (let at = 0; at < hole.length; at += 1) {
    if (near[at] === 0) continue;
    const x = box.left + (at % width);
    const y = box.top + Math.floor(at / width);
    if (!samplePatch(patch, image, x, y, box.turn[at]!, box.depth[at]!, sample)) continue;
    copied[at] = 1;
    for (let channel = 0; channel < 3; channel += 1) planes[channel]![at] = sample.colour[channel]!;
  }
  const made = roughness(
    box,
    (at) => hole[at] === 1,
    copied,
    (at, channel) => planes[channel]![at]!,
  );
  const onRim = known.map((value, at) => (value === 1 && near[at] === 1 && hole[at] === 0 ? 1 : 0));
  const around = roughness(
    box,
    () => true,
    onRim,
    (at, channel) => {
      const pixel = (box.top + Math.floor(at / width)) * image.width + box.left + (at % width);
      return image.data[pixel * 3 + channel]! / 65535;
    },
  );
  if (made === null || around === null || made === 0) return null;
  const gain = Math.min(bounds.most, Math.max(bounds.least, (around / made) ** trust));
  if (Math.abs(gain - 1) < noticeable) return null;
  return planes.map((plane) => fineOf(plane, box, copied).map((value) => (gain - 1) * value));
}

/** Mean squared Laplacian where a pixel and its four neighbours are among `those`; null for too few of them. */
function roughness(
  { width, height }: HoleBox,
  counts: (at: number) => boolean,
  those: Uint8Array,
  valueAt: (at: number, channel: number) => number,
): number | null {
  let sum = 0;
  let count = 0;
  for (let at = width; at < width * (height - 1); at += 1) {
    if (those[at] === 0 || !counts(at)) continue;
    if (those[at - 1] === 0 || those[at + 1] === 0 || those[at - width] === 0 || those[at + width] === 0)
      continue;
    for (let channel = 0; channel < 3; channel += 1) {
      const beside = valueAt(at - 1, channel) + valueAt(at + 1, channel);
      const above = valueAt(at - width, channel) + valueAt(at + width, channel);
      sum += (beside + above - 4 * valueAt(at, channel)) ** 2;
    }
    count += 1;
  }
  return count < fewestPixels ? null : sum / count;
}

/** What a 3 x 3 binomial blur takes away; nothing where the copy has no neighbours on all sides. */
function fineOf(plane: Float32Array, { width, height, hole }: HoleBox, copied: Uint8Array): Float32Array {
  const fine = new Float32Array(plane.length);
  for (let at = width + 1; at < width * (height - 1) - 1; at += 1) {
    if (hole[at] === 0) continue;
    let blurred = 0;
    let complete = true;
    for (let dy = -1; dy <= 1; dy += 1) {
      for (let dx = -1; dx <= 1; dx += 1) {
        const beside = at + dy * width + dx;
        if (copied[beside] === 0) complete = false;
        blurred += (plane[beside]! * (2 - Math.abs(dx)) * (2 - Math.abs(dy))) / 16;
      }
    }
    if (complete) fine[at] = plane[at]! - blurred;
  }
  return fine;
}
