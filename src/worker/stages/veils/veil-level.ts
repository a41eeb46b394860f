/**
 * How strong a veil is, from the steps along its edge: what lies behind it is the same on both sides there, whatever
 * tones the iris has elsewhere and whatever glow lies over it. Lights fall off towards one side, evenly enough for a plane.
 */
import { boxBlur } from '../../imaging/box-blur.ts';
import type { LocalMean } from './local-mean.ts';
import { clearDepth } from './pupil-veil.ts';
import type { Channels, VeilCells } from './veil-cells.ts';

/** Strength at a place in cells, as a share of what the pupil showed at first; about 1. */
export type VeilLevel = (x: number, y: number) => number;

export const evenLevel: VeilLevel = () => 1;

const bounds = { least: 0.4, most: 1.6 } as const;
/** How far a light may be expected to fall off across one iris radius: one standard deviation of its slope. */
const usualSlope = 0.3;
/** Stretches are judged by what is left over within so many iris radii. */
const misfitReach = 0.03;
const robustRounds = 4;
/** What was known before counts as much as a few cells of the pupil's edge. */
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
  const { width } = planes;
  const [centreX, centreY] = [width / 2, planes.height / 2];
  const across = (cell: number) => ((cell % width) - centreX) / radius;
  const down = (cell: number) => (Math.floor(cell / width) - centreY) / radius;
  const steps = [
    around.takenOff(cover),
    around.takenOff(cover.map((share, cell) => share * across(cell))),
    around.takenOff(cover.map((share, cell) => share * down(cell))),
  ];
  const seen = around.takenOff(shown);
  let trusted = weight;
  let plane: readonly [number, number, number] = [1, 0, 0];
  for (let round = 0; round < robustRounds; round += 1) {
    plane = fitPlane(steps, seen, trusted);
    trusted = distrust(weight, steps, seen, plane, planes, Math.round(misfitReach * radius));
  }
  const [a, b, c] = plane;
  const level: VeilLevel = (x, y) => {
    const here = a + (b * (x - centreX)) / radius + (c * (y - centreY)) / radius;
    return Math.min(bounds.most, Math.max(bounds.least, here));
  };
  return { level, trusted };
}

/** Least squares; flat at 1 unless there is evidence. */
function fitPlane(
  steps: readonly Float32Array[],
  seen: Float32Array,
  weight: Float32Array,
): [number, number, number] {
  const slope = 1 / usualSlope ** 2;
  const matrix = [
    [1, 0, 0],
    [0, slope, 0],
    [0, 0, slope],
  ];
  const right = [1, 0, 0];
  for (let cell = 0; cell < weight.length; cell += 1) {
    if (weight[cell] === 0) continue;
    for (let row = 0; row < 3; row += 1) {
      const term = weight[cell]! * steps[row]![cell]!;
      for (let column = 0; column < 3; column += 1) matrix[row]![column]! += term * steps[column]![cell]!;
      right[row]! += term * seen[cell]!;
    }
  }
  return solved(matrix, right);
}

/** Counts stretches of the edge less, the worse the plane fits them: other lights cross there. */
function distrust(
  weight: Float32Array,
  steps: readonly Float32Array[],
  seen: Float32Array,
  [a, b, c]: readonly [number, number, number],
  { width, height }: VeilCells['planes'],
  reach: number,
): Float32Array {
  const misfit = weight.map((value, cell) => {
    const rest = seen[cell]! - a * steps[0]![cell]! - b * steps[1]![cell]! - c * steps[2]![cell]!;
    return rest * rest * value;
  });
  const misfits = boxBlur(misfit, width, height, reach);
  const counts = boxBlur(
    weight.map((value) => (value > 0 ? 1 : 0)),
    width,
    height,
    reach,
  );
  return weight.map((value, cell) =>
    value === 0 ? 0 : value / (1 + misfits[cell]! / (usualMisfit * counts[cell]!)),
  );
}

/** What a level of 1 adds to each channel, from the steps in the pupil; what was known before where it shows none. */
export function fitColour(
  { cells, cover, around }: EdgeCells,
  { level, trusted }: FittedLevel,
  before: Channels<number>,
): Channels<number> {
  const { light, planes } = cells;
  const inPupil = (cell: number) => trusted[cell]! > 0 && planes.depth[cell]! < clearDepth;
  const step = around.takenOff(
    cover.map((share, cell) => share * level(cell % planes.width, Math.floor(cell / planes.width))),
  );
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

/** Cramer's rule for three unknowns of a symmetric matrix, whose rows serve as columns. */
function solved(matrix: number[][], right: number[]): [number, number, number] {
  const determinant = (columns: number[][]) => {
    const [p, q, r] = columns as [number[], number[], number[]];
    return (
      p[0]! * (q[1]! * r[2]! - q[2]! * r[1]!) -
      q[0]! * (p[1]! * r[2]! - p[2]! * r[1]!) +
      r[0]! * (p[1]! * q[2]! - p[2]! * q[1]!)
    );
  };
  const whole = determinant(matrix);
  const instead = (place: number) => matrix.map((column, index) => (index === place ? right : column));
  return [determinant(instead(0)) / whole, determinant(instead(1)) / whole, determinant(instead(2)) / whole];
}
