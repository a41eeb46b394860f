/**
 * How strong a veil is, from the steps along its edge: what lies behind it is the same on both sides there, whatever
 * tones the iris has elsewhere and whatever glow lies over it. Lights fall off towards one side, evenly enough for a plane.
 */
import { boxBlur } from '../../imaging/box-blur.ts';
import type { LocalMean } from './local-mean.ts';
import { clearDepth } from './pupil-veil.ts';
import { solveSymmetric } from './symmetric-equations.ts';
import type { Channels, VeilCells } from './veil-cells.ts';

/** Strength at a place in cells, as a share of what the pupil showed at first; about 1. */
export type VeilLevel = (x: number, y: number) => number;

export const evenLevel: VeilLevel = () => 1;

/** Levels beyond these are no longer the same light. */
const bounds = { least: 0.4, most: 1.6 } as const;
/** How far a light may be expected to fall off across one iris radius: one standard deviation of its slope. */
const usualSlope = 0.3;
/** Stretches are judged by what is left over within so many iris radii. */
const misfitReach = 0.03;
/** So many times the plane is fitted, each time with less trust in what the last one did not explain. */
const robustRounds = 4;
/** What was known before counts as much as steps of this weight: a few cells of the pupil's edge. */
const weightOfBefore = 100;
/** Mean of the squares left over, weighted, where a veil's edge is alone. */
const usualMisfit = 0.2;

export interface EdgeCells {
  readonly cells: VeilCells;
  /** Share of the veil that covers each cell, 0..1. */
  readonly cover: Float32Array;
  /** How much each cell counts: one over the variance of what is not veil; 0 away from the edge. */
  readonly weight: Float32Array;
  readonly around: LocalMean;
}

export interface FittedLevel {
  readonly level: VeilLevel;
  /** `weight`, less where the level does not explain the edge. */
  readonly trusted: Float32Array;
}

/** @param shown per cell, how much of the veil is seen there */
export function fitLevel({ cells, cover, weight, around }: EdgeCells, shown: Float32Array): FittedLevel {
  const { planes, radius } = cells;
  const { width, height } = planes;
  const [centreX, centreY] = [width / 2, height / 2];
  const across = new Float32Array(cover.length);
  const down = new Float32Array(cover.length);
  for (let y = 0, cell = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, cell += 1) {
      across[cell] = cover[cell]! * ((x - centreX) / radius);
      down[cell] = cover[cell]! * ((y - centreY) / radius);
    }
  }
  const edge: Steps = {
    even: around.takenOff(cover),
    across: around.takenOff(across),
    down: around.takenOff(down),
    seen: around.takenOff(shown),
  };
  const smoothed = (plane: Float32Array) => boxBlur(plane, width, height, Math.round(misfitReach * radius));
  const counts = smoothed(weight.map((value) => (value > 0 ? 1 : 0)));
  let trusted = weight;
  let plane: Plane = [1, 0, 0];
  for (let round = 0; round < robustRounds; round += 1) {
    plane = fitPlane(edge, trusted);
    const misfits = smoothed(misfitOf(plane, edge, weight));
    trusted = distrust(weight, misfits, counts);
  }
  const [a, b, c] = plane;
  const level: VeilLevel = (x, y) => {
    const here = a + (b * (x - centreX)) / radius + (c * (y - centreY)) / radius;
    return Math.min(bounds.most, Math.max(bounds.least, here));
  };
  return { level, trusted };
}

/** A level in the middle, and what it gains over one iris radius across and down. */
type Plane = readonly [number, number, number];

/** What the local mean leaves of the veil's cover, of that times the way across and down, and of what is seen. */
interface Steps {
  readonly even: Float32Array;
  readonly across: Float32Array;
  readonly down: Float32Array;
  readonly seen: Float32Array;
}

/** Least squares; flat at 1 unless there is evidence. */
function fitPlane({ even, across, down, seen }: Steps, weight: Float32Array): Plane {
  const slope = 1 / usualSlope ** 2;
  const matrix: [number, number, number, number, number, number] = [1, 0, 0, slope, 0, slope];
  const right: [number, number, number] = [1, 0, 0];
  for (let cell = 0; cell < weight.length; cell += 1) {
    if (weight[cell] === 0) continue;
    const [a, b, c] = [even[cell]!, across[cell]!, down[cell]!];
    const weighted = { a: weight[cell]! * a, b: weight[cell]! * b, c: weight[cell]! * c };
    matrix[0] += weighted.a * a;
    matrix[1] += weighted.a * b;
    matrix[2] += weighted.a * c;
    matrix[3] += weighted.b * b;
    matrix[4] += weighted.b * c;
    matrix[5] += weighted.c * c;
    right[0] += weighted.a * seen[cell]!;
    right[1] += weighted.b * seen[cell]!;
    right[2] += weighted.c * seen[cell]!;
  }
  return solveSymmetric(matrix, right);
}

/** The squares that a plane leaves over, weighted. */
function misfitOf([a, b, c]: Plane, { even, across, down, seen }: Steps, weight: Float32Array): Float32Array {
  const misfit = new Float32Array(weight.length);
  for (let cell = 0; cell < weight.length; cell += 1) {
    const rest = seen[cell]! - a * even[cell]! - b * across[cell]! - c * down[cell]!;
    misfit[cell] = rest * rest * weight[cell]!;
  }
  return misfit;
}

/**
 * Counts stretches of the edge less, the worse the plane fits them: other lights cross there.
 *
 * @param misfits mean misfit around each cell
 * @param counts share of the cells around that have any weight
 */
function distrust(weight: Float32Array, misfits: Float32Array, counts: Float32Array): Float32Array {
  const trusted = new Float32Array(weight.length);
  for (let cell = 0; cell < weight.length; cell += 1) {
    if (weight[cell] === 0) continue;
    trusted[cell] = weight[cell]! / (1 + misfits[cell]! / (usualMisfit * counts[cell]!));
  }
  return trusted;
}

/** What a level of 1 adds to each channel, from the steps in the pupil; what was known before where it shows none. */
export function fitColour(
  { cells, cover, around }: EdgeCells,
  { level, trusted }: FittedLevel,
  before: Channels<number>,
): Channels<number> {
  const { light, planes } = cells;
  const inPupil = (cell: number) => trusted[cell]! > 0 && planes.depth[cell]! < clearDepth;
  const lit = new Float32Array(cover.length);
  for (let y = 0, cell = 0; y < planes.height; y += 1) {
    for (let x = 0; x < planes.width; x += 1, cell += 1) lit[cell] = cover[cell]! * level(x, y);
  }
  const step = around.takenOff(lit);
  const fitted = light.map((plane, channel) => {
    const seen = around.takenOff(plane);
    let squares = weightOfBefore;
    let products = weightOfBefore * before[channel]!;
    for (let cell = 0; cell < step.length; cell += 1) {
      if (!inPupil(cell)) continue;
      squares += trusted[cell]! * step[cell]! * step[cell]!;
      products += trusted[cell]! * step[cell]! * seen[cell]!;
    }
    return Math.max(0, products / squares);
  });
  return [fitted[0]!, fitted[1]!, fitted[2]!];
}
