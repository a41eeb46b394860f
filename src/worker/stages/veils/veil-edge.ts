/**
 * A veil's edge, to a fraction of a cell: where it lies and how soft it is. Held as a map of distances to it, which is
 * shifted until what the veil's model leaves over has no step along the edge any more: averaged along the edge, fibres
 * cancel and the step stays (Gauss-Newton on the map, locally, over ever shorter stretches).
 */
import { boxBlur } from '../../imaging/box-blur.ts';
import { distanceTo } from '../../imaging/morphology.ts';
import { smoothStep } from '../../imaging/smooth-step.ts';
import { lightsWithGlow } from './glow.ts';
import { type LocalMean, localMean } from './local-mean.ts';
import type { VeilCells } from './veil-cells.ts';
import type { VeilContrast } from './veil-contrast.ts';
import { type EdgeCells, evenLevel, type FittedLevel, fitLevel, type VeilLevel } from './veil-level.ts';

export interface VeilEdge {
  /** Distance in cells of each cell's centre from the edge, positive inside. */
  readonly distance: Float32Array;
  /** From the edge so many cells in and so many out the veil rises from nothing to all of it. */
  readonly softness: number;
  readonly fitted: FittedLevel;
  readonly cells: EdgeCells;
}

/** Cells: from as sharp as cells can show to a light far out of focus, each a quarter softer than the last. */
const softnesses = [0.75, 0.95, 1.2, 1.5, 1.9, 2.4, 3, 3.8, 4.8, 6, 8] as const;
/** What edges have usually, in cells; below it, slopes are too steep for distances a cell apart. */
const usualSoftness = 2;
/** Lengths along the edge that are averaged in each round, iris radii to each side. */
const stretches = [0.08, 0.05, 0.03, 0.03, 0.02, 0.02, 0.015, 0.015, 0.01, 0.01, 0.01, 0.01] as const;
/** Iris radii to each side whose tone is taken off: the edge's step is what is left. */
const surroundings = 0.09;
/** Cells to each side over which the stairs of the first guess are smoothed, twice. */
const smoothing = 4;
/** Cells that one round may shift an edge by, and how far shifts go usually. */
const mostShift = 1.5;
const usualShift = 0.7;
/** Cells around the first guess in which the edge may lie. */
const band = 14;
/** Shares of the veil beyond which a cell shows another light, or a lash. */
const believable = { least: -1, most: 2 } as const;
/** The pupil's own edge is a step as well, and only roughly known: depths, and how many times less it counts there. */
const pupilEdge = { from: -0.05, to: 0.08, doubt: 5 } as const;
/** Cells that say the same thing, fibres on the iris, noise in the pupil: so many count as one. */
const alike = { iris: 12, pupil: 2 } as const;

/** @param region 255 where the veil was found to lie: the first guess */
export function traceEdge(cells: VeilCells, contrast: VeilContrast, region: Uint8Array): VeilEdge {
  const { planes, radius } = cells;
  const { width, height } = planes;
  const distance = smoothDistance(region, width, height);
  const weight = weightsNear(distance, cells, contrast);
  const around = localMean(weight, planes, Math.round(surroundings * radius));
  const shown = contrast.value.map((value) => Math.max(believable.least, Math.min(believable.most, value)));
  let softness = usualSoftness;
  let fitted: FittedLevel = { level: evenLevel, trusted: weight };
  const edgeCells = (): EdgeCells => ({
    cells,
    cover: distance.map((value) => coverAt(value, softness)),
    weight,
    around,
  });
  for (const [round, stretch] of stretches.entries()) {
    const strength = levelMap(fitted.level, planes);
    const seen: SeenEdge = { distance, shown, strength, weight, around };
    shift(seen, softness, { width, height, reach: Math.round(stretch * radius) });
    if (round % 2 === 1) {
      softness = bestSoftness(seen);
      fitted = fitLevel(edgeCells(), shown);
    }
  }
  return { distance, softness, fitted, cells: edgeCells() };
}

/** Share of the veil at a distance from its edge, 0..1. */
export function coverAt(distance: number, softness: number): number {
  return smoothStep(0.5 + distance / (2 * softness));
}

/** By how much the cover grows per cell. */
function slopeAt(distance: number, softness: number): number {
  const share = Math.min(1, Math.max(0, 0.5 + distance / (2 * softness)));
  return (3 * share * (1 - share)) / softness;
}

/** Each per cell. */
interface SeenEdge {
  /** From the edge, as it is held at the time. */
  readonly distance: Float32Array;
  /** How much of the veil is seen. */
  readonly shown: Float32Array;
  /** The veil's level. */
  readonly strength: Float32Array;
  readonly weight: Float32Array;
  readonly around: LocalMean;
}

/** What the veil's model does not explain of what is seen, less the tones all around. */
function unexplained(
  { distance, shown, strength, weight, around }: SeenEdge,
  softness: number,
): Float32Array {
  const rest = new Float32Array(shown.length);
  for (let cell = 0; cell < rest.length; cell += 1) {
    // What has no weight is not looked at.
    if (weight[cell] === 0) continue;
    rest[cell] = shown[cell]! - strength[cell]! * Math.fround(coverAt(distance[cell]!, softness));
  }
  return around.takenOff(rest);
}

/** Every cell's level. */
function levelMap(level: VeilLevel, { width, height }: VeilCells['planes']): Float32Array {
  const map = new Float32Array(width * height);
  for (let y = 0, cell = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, cell += 1) map[cell] = level(x, y);
  }
  return map;
}

/** Signed distances to a region's border, without the stairs that its cells make. */
function smoothDistance(region: Uint8Array, width: number, height: number): Float32Array {
  const mask = { width, height, data: region };
  const inside = distanceTo(mask, (value) => value === 0);
  const outside = distanceTo(mask);
  const signed = inside.map((value, cell) =>
    Math.max(-4 * band, Math.min(4 * band, region[cell]! > 0 ? value - 0.5 : 0.5 - outside[cell]!)),
  );
  return boxBlur(boxBlur(signed, width, height, smoothing), width, height, smoothing);
}

/** One over the variance of what is not veil, near the first guess of the edge; 0 elsewhere and in lights. */
function weightsNear(
  distance: Float32Array,
  cells: VeilCells,
  { value, spread }: VeilContrast,
): Float32Array {
  const { planes, open } = cells;
  const blinded = lightsWithGlow(value, cells);
  const weight = new Float32Array(distance.length);
  for (let cell = 0; cell < weight.length; cell += 1) {
    if (open[cell] === 0 || blinded[cell] === 1 || Math.abs(distance[cell]!) > 2 * band) continue;
    const depth = planes.depth[cell]!;
    const count = depth < 0 ? alike.pupil : alike.iris;
    const doubt = depth > pupilEdge.from && depth < pupilEdge.to ? pupilEdge.doubt : 1;
    weight[cell] = 1 / (doubt * count * spread[cell]! ** 2);
  }
  return weight;
}

/**
 * Moves the edge, cell by cell, to where it explains more of what is seen within reach: one step of Gauss and Newton.
 * Writes to the distances.
 */
function shift(
  edge: SeenEdge,
  softness: number,
  { width, height, reach }: { readonly width: number; readonly height: number; readonly reach: number },
): void {
  const { distance, strength, weight } = edge;
  const rest = unexplained(edge, softness);
  const pushes = new Float32Array(rest.length);
  const stiffnesses = new Float32Array(rest.length);
  for (let cell = 0; cell < rest.length; cell += 1) {
    if (weight[cell] === 0) continue;
    const slope = Math.fround(strength[cell]! * slopeAt(distance[cell]!, Math.max(softness, usualSoftness)));
    pushes[cell] = rest[cell]! * slope * weight[cell]!;
    stiffnesses[cell] = slope * slope * weight[cell]!;
  }
  const area = (2 * reach + 1) ** 2;
  const summed = (plane: Float32Array) => boxBlur(boxBlur(plane, width, height, reach), width, height, reach);
  const push = summed(pushes);
  const stiffness = summed(stiffnesses);
  for (let cell = 0; cell < distance.length; cell += 1) {
    if (Math.abs(distance[cell]!) > band) continue;
    const moved = (area * push[cell]!) / (area * stiffness[cell]! + 1 / usualShift ** 2);
    distance[cell]! += Math.max(-mostShift, Math.min(mostShift, moved));
  }
}

/** The one that leaves the least unexplained. */
function bestSoftness(edge: SeenEdge): number {
  const { distance, weight } = edge;
  let best: number = softnesses[0];
  let least = Number.POSITIVE_INFINITY;
  for (const softness of softnesses) {
    const rest = unexplained(edge, softness);
    let sum = 0;
    for (let cell = 0; cell < rest.length; cell += 1) {
      if (Math.abs(distance[cell]!) < band) sum += rest[cell]! * rest[cell]! * weight[cell]!;
    }
    if (sum >= least) continue;
    least = sum;
    best = softness;
  }
  return best;
}
