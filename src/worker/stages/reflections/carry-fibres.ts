/**
 * Draws fibres on through a hole. A copy from another angle has the right kind of fibres in the wrong places: at the
 * rim they end, and where a thin ring of light crosses hundreds of them that shows as short dashes. What the rim has
 * beyond the copy, fibre by fibre, is therefore carried along the ray, from both of its ends, as far as the iris's
 * fibres stay alike (conditional simulation, A. Journel 1974, in one dimension). Tones are left to the membrane.
 */
import { boxBlur } from '../../imaging/box-blur.ts';
import type { ColourImage } from '../../imaging/image.ts';
import type { FibreCoherence } from './fibre-coherence.ts';
import type { HoleBox } from './hole-box.ts';
import { addFromRays, createHoleRays, type HoleRays, rayState } from './hole-rays.ts';
import type { IrisPolar } from './iris-polar.ts';
import type { PatchCopy } from './patch-copy.ts';

interface Ground {
  readonly image: ColourImage;
  readonly polar: IrisPolar;
  readonly fibres: FibreCoherence;
}

/** Iris radii: what is wider than twice this along the rim is tone and no fibre. */
const toneWidth = 0.045;
/** Less than this share of fibres that go on is not worth it. */
const leastShare = 0.15;
/** Of the ray, in its own steps, how much of the rim counts at either end. */
const endSteps = 3;

/** Of a stretch's own length: fibres are drawn at least so far into it where nothing else is known of its depth. */
const bridged = 0.6;

/**
 * Adds to the copy, in place, what the rim's fibres ask for.
 * @param bridge the hole covers its depths all the way round, so that fibres had better run through it.
 */
export function carryFibres(ground: Ground, box: HoleBox, copy: PatchCopy, bridge = false): void {
  const { fibres, polar } = ground;
  if (fibres.share < leastShare) return;
  const rays = createHoleRays(polar, box, polar.hasPupil);
  if (rays === null) return;
  const differences = rimDifferences(ground.image, rays, box, copy);
  const fine = withoutTone(differences, rays, (toneWidth * polar.radius) / rays.step);
  const carried = carryAlong(smoothAcross(fine, rays), rays, fibres, bridge ? bridged : 0);
  addFromRays(rays, carried, box, copy.planes);
}

/** Picture minus copy on the rim, four values a cell: red, green, blue, and 1 where there is anything. */
function rimDifferences(image: ColourImage, rays: HoleRays, box: HoleBox, copy: PatchCopy): Float32Array {
  const result = new Float32Array(rays.state.length * 4);
  for (let cell = 0; cell < rays.state.length; cell += 1) {
    if (rays.state[cell] !== rayState.rim) continue;
    const at = rays.pixel[cell]!;
    if (copy.there[at] === 0) continue;
    const y = Math.floor(at / box.width);
    const pixel = ((box.top + y) * image.width + box.left + at - y * box.width) * 3;
    for (let channel = 0; channel < 3; channel += 1) {
      result[cell * 4 + channel] = image.data[pixel + channel]! / 65535 - copy.planes[channel]![at]!;
    }
    result[cell * 4 + 3] = 1;
  }
  return result;
}

/** The differences minus their mean over the rim nearby. */
function withoutTone(differences: Float32Array, { rings, bins }: HoleRays, reach: number): Float32Array {
  const radius = Math.max(2, Math.round(reach));
  const tone = boxBlur(differences, rings, bins, radius, 4);
  const result = new Float32Array(differences.length);
  for (let at = 0; at < differences.length; at += 4) {
    if (differences[at + 3] === 0) continue;
    for (let channel = 0; channel < 3; channel += 1) {
      result[at + channel] = differences[at + channel]! - tone[at + channel]! / tone[at + 3]!;
    }
    result[at + 3] = 1;
  }
  return result;
}

/** One ray's rim is three pixels full of grain; with its neighbours' it is less so. */
function smoothAcross(fine: Float32Array, { bins, rings }: HoleRays): Float32Array {
  const result = new Float32Array(fine.length);
  for (let bin = 0; bin < bins; bin += 1) {
    for (let ring = 0; ring < rings; ring += 1) {
      const at = (bin * rings + ring) * 4;
      if (fine[at + 3] === 0) continue;
      let weights = 0;
      for (let side = Math.max(0, bin - 1); side <= Math.min(bins - 1, bin + 1); side += 1) {
        const from = (side * rings + ring) * 4;
        const weight = fine[from + 3]! * (side === bin ? 2 : 1);
        weights += weight;
        for (let channel = 0; channel < 3; channel += 1)
          result[at + channel]! += weight * fine[from + channel]!;
      }
      for (let channel = 0; channel < 3; channel += 1) result[at + channel]! /= weights;
      result[at + 3] = 1;
    }
  }
  return result;
}

/** Fibres that are known by less are not drawn. */
const leastWeight = 0.02;

const inner = new Float64Array(3);
const outer = new Float64Array(3);

/** Along every ray, through each of its stretches in the hole: what its two ends say, weighed by distance. */
function carryAlong(fine: Float32Array, rays: HoleRays, fibres: FibreCoherence, least: number): Float32Array {
  const { bins, rings, state } = rays;
  const usual = fibres.length / rays.step;
  const carried = new Float32Array(state.length * 4);
  for (let bin = 0; bin < bins; bin += 1) {
    const end = (bin + 1) * rings;
    for (let cell = bin * rings; cell < end; cell += 1) {
      if (state[cell] !== rayState.hole) continue;
      const first = cell;
      while (cell < end && state[cell] === rayState.hole) cell += 1;
      const count = cell - first;
      const length = Math.max(usual, least * count);
      const within = meanAtEnd(fine, first, bin * rings, -1, inner);
      const without = meanAtEnd(fine, first + count - 1, end - 1, 1, outer);
      for (let step = 0; step < count; step += 1) {
        const [near, far] = weigh(step + 1, count - step, within, without, length);
        if (near + far < leastWeight) continue;
        const at = (first + step) * 4;
        for (let channel = 0; channel < 3; channel += 1) {
          carried[at + channel] = fibres.share * (near * inner[channel]! + far * outer[channel]!);
        }
        carried[at + 3] = 1;
      }
      // On the rim itself it goes on as it was, so that only tones are left to even.
      if (within) extend(carried, first, -1, bin * rings, inner, fibres.share);
      if (without) extend(carried, first + count - 1, 1, end - 1, outer, fibres.share);
    }
  }
  return carried;
}

/** Of the known cells next to a stretch's end; false where there is none. */
function meanAtEnd(
  fine: Float32Array,
  from: number,
  last: number,
  step: 1 | -1,
  into: Float64Array,
): boolean {
  into.fill(0);
  let count = 0;
  for (let taken = 1, cell = from + step; taken <= endSteps && (last - cell) * step >= 0; taken += 1) {
    if (fine[cell * 4 + 3] === 0) break;
    for (let channel = 0; channel < 3; channel += 1) into[channel]! += fine[cell * 4 + channel]!;
    count += 1;
    cell += step;
  }
  if (count === 0) return false;
  for (let channel = 0; channel < 3; channel += 1) into[channel]! /= count;
  return true;
}

/** Kriging weights of two ends under an exponential covariance; of one end alone where there is no other. */
function weigh(
  toInner: number,
  toOuter: number,
  within: boolean,
  without: boolean,
  length: number,
): readonly [number, number] {
  if (!within) return [0, without ? Math.exp(-toOuter / length) : 0];
  if (!without) return [Math.exp(-toInner / length), 0];
  const whole = toInner + toOuter;
  if (whole > 12 * length) return [Math.exp(-toInner / length), Math.exp(-toOuter / length)];
  const all = Math.sinh(whole / length);
  return [Math.sinh(toOuter / length) / all, Math.sinh(toInner / length) / all];
}

function extend(
  carried: Float32Array,
  from: number,
  step: 1 | -1,
  last: number,
  end: Float64Array,
  share: number,
): void {
  for (let taken = 1, cell = from + step; taken <= endSteps && (last - cell) * step >= 0; taken += 1) {
    for (let channel = 0; channel < 3; channel += 1) carried[cell * 4 + channel] = share * end[channel]!;
    carried[cell * 4 + 3] = 1;
    cell += step;
  }
}
