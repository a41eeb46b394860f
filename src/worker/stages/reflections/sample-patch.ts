/** Reads a ring patch at full size: which candidate a pixel comes from, where from, and in what tone. */
import type { ColourImage } from '../../imaging/image.ts';
import { type Candidate, sourceTurn } from './exemplar-candidates.ts';
import { placeAt } from './iris-polar.ts';
import type { RingPatch } from './ring-patch.ts';
import { sampleBicubic } from './sample-bicubic.ts';

/** One pixel of a patch; reused from pixel to pixel. */
export interface PatchSample {
  /** 0..1, sRGB-encoded; may leave that range a little. */
  readonly colour: Float32Array;
  /** Where most of it was taken from, in frame pixels (continuous), and by which candidate. */
  sourceX: number;
  sourceY: number;
  candidate: Candidate | null;
}

export function createPatchSample(): PatchSample {
  return { colour: new Float32Array(3), sourceX: 0, sourceY: 0, candidate: null };
}

const corners = new Int32Array(4);
const weights = new Float64Array(4);
const places = new Int32Array(4);
const single = new Float32Array(3);
const source = new Float64Array(2);

/**
 * What the patch brings to one frame pixel of `image`. Where labels meet, they are blended over about two cells
 * of the planes: narrow enough to keep fibres, wide enough to show no edge.
 * @param turn the pixel's polar place, with `depth`; see `iris-polar.ts`.
 * @returns false outside the patch.
 */
export function samplePatch(
  patch: RingPatch,
  image: ColourImage,
  x: number,
  y: number,
  turn: number,
  depth: number,
  into: PatchSample,
): boolean {
  findCorners(patch, x, y);
  if (sampleOnly(patch, image, turn, depth, into)) return true;
  const { polar } = patch.exemplar;
  let present = 0;
  let only = -2;
  for (let part = 0; part < 4; part += 1) {
    const place = patch.place[corners[part]!]!;
    places[part] = place;
    if (place < 0) weights[part] = 0;
    else {
      present += weights[part]!;
      only = only === -2 || only === patch.only[place]! ? patch.only[place]! : -1;
    }
  }
  if (present < 1e-6) return false;
  for (let part = 0; part < 4; part += 1) weights[part]! /= present;
  const { colour } = into;
  colour[0] = 0;
  colour[1] = 0;
  colour[2] = 0;
  let total = 0;
  let most = 0;
  const last = only >= 0 ? only : patch.candidates.length - 1;
  for (let label = Math.max(0, only); label <= last; label += 1) {
    const share = only >= 0 ? 1 : sharpen(interpolate(patch.shares, label * patch.only.length, 1, 0));
    if (share < 1e-4) continue;
    const candidate = patch.candidates[label]!;
    const from = sourceTurn(candidate, turn);
    placeAt(polar, from, depth + candidate.shift, source);
    const sourceX = source[0]!;
    const sourceY = source[1]!;
    sampleBicubic(image, sourceX, sourceY, patch.exemplar.slope, single);
    const tone = patch.tone[label]!;
    for (let channel = 0; channel < 3; channel += 1) {
      colour[channel]! += share * (single[channel]! + interpolate(tone, 0, 3, channel));
    }
    total += share;
    if (share > most) {
      most = share;
      into.sourceX = sourceX;
      into.sourceY = sourceY;
      into.candidate = candidate;
    }
  }
  for (let channel = 0; channel < 3; channel += 1) colour[channel]! /= total;
  return true;
}

/** The same where all four corners come from one candidate, as most do; false elsewhere. */
function sampleOnly(
  { place, only, candidates, tone, exemplar }: RingPatch,
  image: ColourImage,
  turn: number,
  depth: number,
  into: PatchSample,
): boolean {
  const first = place[corners[0]!]!;
  const second = place[corners[1]!]!;
  const third = place[corners[2]!]!;
  const fourth = place[corners[3]!]!;
  if (first < 0 || second < 0 || third < 0 || fourth < 0) return false;
  const label = only[first]!;
  if (label < 0 || only[second] !== label || only[third] !== label || only[fourth] !== label) return false;
  const candidate = candidates[label]!;
  placeAt(exemplar.polar, sourceTurn(candidate, turn), depth + candidate.shift, source);
  into.sourceX = source[0]!;
  into.sourceY = source[1]!;
  into.candidate = candidate;
  const { colour } = into;
  sampleBicubic(image, into.sourceX, into.sourceY, exemplar.slope, colour);
  const own = tone[label]!;
  const [one, two, three, four] = [weights[0]!, weights[1]!, weights[2]!, weights[3]!];
  for (let channel = 0; channel < 3; channel += 1) {
    colour[channel]! +=
      one * own[first * 3 + channel]! +
      two * own[second * 3 + channel]! +
      three * own[third * 3 + channel]! +
      four * own[fourth * 3 + channel]!;
  }
  return true;
}

/** The evened tone at a pixel inside the patch, without texture; false outside. */
export function sampleTone(patch: RingPatch, x: number, y: number, into: Float32Array): boolean {
  findCorners(patch, x, y);
  let present = 0;
  for (let part = 0; part < 4; part += 1) {
    places[part] = patch.place[corners[part]!]!;
    if (places[part]! < 0) weights[part] = 0;
    present += weights[part]!;
  }
  if (present < 1e-6) return false;
  for (let part = 0; part < 4; part += 1) weights[part]! /= present;
  for (let channel = 0; channel < 3; channel += 1) into[channel] = interpolate(patch.even, 0, 3, channel);
  return true;
}

/** Half shares stay half, small ones nearly vanish: averages of two textures are kept to the middle of a cut. */
function sharpen(share: number): number {
  const square = share * share;
  return square * square;
}

/** Between the corners, per place `stride` values apart. */
function interpolate(values: Float32Array, start: number, stride: number, offset: number): number {
  const at = start + offset;
  if (places[0]! >= 0 && places[1]! >= 0 && places[2]! >= 0 && places[3]! >= 0) {
    return (
      weights[0]! * values[at + places[0]! * stride]! +
      weights[1]! * values[at + places[1]! * stride]! +
      weights[2]! * values[at + places[2]! * stride]! +
      weights[3]! * values[at + places[3]! * stride]!
    );
  }
  let sum = 0;
  for (let part = 0; part < 4; part += 1) {
    if (weights[part] !== 0) sum += weights[part]! * values[at + places[part]! * stride]!;
  }
  return sum;
}

function findCorners(patch: RingPatch, x: number, y: number): void {
  const { planes } = patch.exemplar;
  const cellX = Math.min(planes.width - 1, Math.max(0, (x + 0.5 - planes.left) / planes.step - 0.5));
  const cellY = Math.min(planes.height - 1, Math.max(0, (y + 0.5 - planes.top) / planes.step - 0.5));
  const left = Math.floor(cellX);
  const top = Math.floor(cellY);
  const shareX = cellX - left;
  const shareY = cellY - top;
  corners[0] = top * planes.width + left;
  corners[1] = corners[0]! + (left + 1 < planes.width ? 1 : 0);
  corners[2] = corners[0]! + (top + 1 < planes.height ? planes.width : 0);
  corners[3] = corners[2]! + corners[1]! - corners[0]!;
  weights[0] = (1 - shareX) * (1 - shareY);
  weights[1] = shareX * (1 - shareY);
  weights[2] = (1 - shareX) * shareY;
  weights[3] = shareX * shareY;
}
