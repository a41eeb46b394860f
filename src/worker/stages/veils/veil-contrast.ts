/**
 * How much of a veil each place shows. The veil's colour and strength are known from the pupil, and the iris itself says
 * how its own light varies from place to place; the weighting of the three channels that shows the veil best against
 * that (Fisher's linear discriminant) makes a window plain over fibres that hide it from the eye.
 */
import { boxBlur } from '../../imaging/box-blur.ts';
import { smoothStep } from '../../imaging/smooth-step.ts';
import { clearDepth, type PupilVeil } from './pupil-veil.ts';
import { leastSpread, ringLevels } from './ring-levels.ts';
import { type Symmetric, solveSymmetric } from './symmetric-equations.ts';
import type { Channels, VeilCells } from './veil-cells.ts';

export interface VeilContrast {
  /** Per cell: about 0 without the veil, 1 where all of it lies; more in lights. */
  readonly value: Float32Array;
  /** One standard deviation of what the iris itself adds to it there. */
  readonly spread: Float32Array;
  /** The square of the veil's own step over what the iris varies by between neighbours: below 3 nothing is sure. */
  readonly clearness: number;
}

/** Cells to each side that are averaged before neighbours are compared: about a fibre's width. */
const reach = 2;
/** The iris varies by at least this share of the veil's weakest channel: weightings stay sane. */
const leastVariation = 0.047;

/** Depths between which the iris's own texture is measured: clear of pupil and limbus. */
const textured = { from: 0.1, to: 0.9 } as const;
/** Pairs of neighbours that a covariance is trusted from on. */
const fewestPairs = 500;

/** @param clear 1 where the iris certainly shows no veil; null where too little of it is left to compare with */
export function veilContrast(cells: VeilCells, veil: PupilVeil, clear: Uint8Array): VeilContrast | null {
  const weights = bestWeights(cells, veil, clear);
  if (weights === null) return null;
  const { light, planes } = cells;
  const { depth } = planes;
  const project = (red: number, green: number, blue: number) =>
    weights.channels[0] * red + weights.channels[1] * green + weights.channels[2] * blue;
  const value = light[0].map((red, cell) => project(red, light[1][cell]!, light[2][cell]!));
  const inPupil = project(...veil.dark);
  const rings = ringLevels(value, planes, clear);
  if (rings === null) return null;
  const spread = new Float32Array(value.length);
  for (let cell = 0; cell < value.length; cell += 1) {
    const place = depth[cell]!;
    const ring = rings.at(Math.max(0, place));
    // Between the two the pupil's blurred edge passes from one tone to the other.
    const onIris = smoothStep((place - clearDepth) / (-2 * clearDepth));
    value[cell]! -= inPupil + (ring.level - inPupil) * onIris;
    spread[cell] = leastSpread + (ring.spread - leastSpread) * onIris;
  }
  return { value, spread, clearness: weights.clearness };
}

/** Weights that make the veil's step 1, and what that is over the iris's own variation. */
function bestWeights(
  { light, planes }: VeilCells,
  { added }: PupilVeil,
  clear: Uint8Array,
): { readonly channels: Channels<number>; readonly clearness: number } | null {
  const variation = differences(light, planes, clear);
  if (variation === null) return null;
  const floor = (leastVariation * Math.min(...added)) ** 2;
  const [rr, rg, rb, gg, gb, bb] = variation;
  const raw = solveSymmetric([rr + floor, rg, rb, gg + floor, gb, bb + floor], added);
  const [red, green, blue] = added;
  const clearness = raw[0] * red + raw[1] * green + raw[2] * blue;
  return { channels: [raw[0] / clearness, raw[1] / clearness, raw[2] / clearness], clearness };
}

/** Covariance of the differences between clear places of the iris a fibre apart, to the right and below. */
function differences(
  light: Channels<Float32Array>,
  { width, height, depth }: VeilCells['planes'],
  clear: Uint8Array,
): Symmetric | null {
  const [red, green, blue] = light.map((plane) => boxBlur(plane, width, height, reach));
  const usable = (cell: number) =>
    clear[cell] === 1 && depth[cell]! > textured.from && depth[cell]! < textured.to;
  const sums: [number, number, number, number, number, number] = [0, 0, 0, 0, 0, 0];
  const apart = 2 * reach + 1;
  let count = 0;
  const compare = (cell: number, other: number) => {
    const r = red![other]! - red![cell]!;
    const g = green![other]! - green![cell]!;
    const b = blue![other]! - blue![cell]!;
    sums[0] += r * r;
    sums[1] += r * g;
    sums[2] += r * b;
    sums[3] += g * g;
    sums[4] += g * b;
    sums[5] += b * b;
    count += 1;
  };
  for (let cell = 0; cell < clear.length; cell += 1) {
    if (!usable(cell)) continue;
    if ((cell % width) + apart < width && usable(cell + apart)) compare(cell, cell + apart);
    const below = cell + apart * width;
    if (below < clear.length && usable(below)) compare(cell, below);
  }
  if (count < fewestPairs) return null;
  return [
    sums[0] / count,
    sums[1] / count,
    sums[2] / count,
    sums[3] / count,
    sums[4] / count,
    sums[5] / count,
  ];
}
