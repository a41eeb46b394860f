/**
 * Which turns about the pupil's centre bring fitting iris onto a hole. A candidate is a turn, plain or mirrored
 * (fibres stay radial under both); it fits when what it brings to the rim of the hole looks like the rim.
 */
import type { IrisPlanes } from './iris-planes.ts';
import { cosineAt, directions, distanceAt, foldTurn, type IrisPolar, sineAt } from './iris-polar.ts';

export interface Candidate {
  /** Source turn = offset + turn, or offset - turn when mirrored; in table steps. */
  readonly offset: number;
  readonly mirrored: boolean;
  /** Source depth = depth + shift: 0 but where a reflection covers a ring all the way round. */
  readonly shift: number;
}

export function sourceTurn(candidate: Candidate, turn: number): number {
  return foldTurn(candidate.mirrored ? candidate.offset - turn : candidate.offset + turn);
}

/** The working planes with where a source may be taken from (1: visible iris, clear of reflections). */
export interface Exemplar {
  readonly planes: IrisPlanes;
  readonly polar: IrisPolar;
  readonly usable: Uint8Array;
  /** Of the kernel that copies are resampled with; see `texture-gain.ts`. */
  readonly slope: number;
}

/** The cell that a cell's content would come from under a candidate, or -1 outside the planes. */
export function sourceCell(exemplar: Exemplar, candidate: Candidate, cell: number): number {
  const { planes, polar } = exemplar;
  const depth = planes.depth[cell]! + candidate.shift;
  if (candidate.shift !== 0 && (depth > shiftedDepths.most || depth < shiftedDepths.least)) return -1;
  const turn = sourceTurn(candidate, planes.turn[cell]!);
  const distance = distanceAt(polar, turn, depth);
  const x = Math.floor((polar.centreX + distance * cosineAt(turn) - planes.left) / planes.step);
  const y = Math.floor((polar.centreY + distance * sineAt(turn) - planes.top) / planes.step);
  return x < 0 || y < 0 || x >= planes.width || y >= planes.height ? -1 : y * planes.width + x;
}

const turnsTried = 180;
/** Least difference between two chosen candidates, in table steps (about four degrees). */
const apart = (4 / 360) * directions;
/** Turns smaller than this bring the hole's own rim back, which repeats visibly. */
const leastTurn = (3 / 360) * directions;
const samples = 160;

export interface CandidateChoice {
  /** Rim cells all around, known and fit to compare with. */
  readonly rim: Int32Array;
  /** The hole's own cells. */
  readonly hole: Int32Array;
  readonly count: number;
}

/** Other depths are a last resort, and never show the pupil's edge or the limbus where it does not belong. */
const shifts = [0.1, -0.1, 0.2, -0.2, 0.35, -0.35, 0.5] as const;
const shiftedDepths = { least: 0.04, most: 0.93 } as const;
const turnsTriedShifted = 45;
/** Share of a hole that may stay without a source before other depths are tried. */
const gapAllowed = 0.03;

interface Part {
  readonly rim: Int32Array;
  readonly hole: Int32Array;
  readonly share: number;
}

/**
 * The best candidates for a hole as a whole, then for each of its sectors, so that parts of a large hole can
 * come from different places. Empty when nothing usable covers even a part.
 */
export function chooseCandidates(exemplar: Exemplar, choice: CandidateChoice): Candidate[] {
  const parts = partsOf(exemplar.planes, choice);
  const chosen = pick(exemplar, parts, turnsTried, [0], choice.count);
  const uncovered = choice.hole.filter(
    (cell) => exemplar.planes.depth[cell]! > 0 && !chosen.some((one) => isUsable(exemplar, one, cell)),
  );
  if (uncovered.length <= gapAllowed * choice.hole.length) return chosen;
  const rest = partsOf(exemplar.planes, { ...choice, hole: uncovered });
  return [...chosen, ...pick(exemplar, rest, turnsTriedShifted, shifts, choice.count)];
}

function isUsable(exemplar: Exemplar, candidate: Candidate, cell: number): boolean {
  const source = sourceCell(exemplar, candidate, cell);
  return source >= 0 && exemplar.usable[source] === 1;
}

function partsOf(planes: IrisPlanes, choice: CandidateChoice): Part[] {
  const hole = thin(choice.hole, samples);
  const rim = thin(choice.rim, samples);
  const parts: Part[] = [{ rim, hole, share: 0.5 }];
  for (const sector of sectorsOf(hole, planes)) {
    const nearby = rim.filter((cell) => within(planes.turn[cell]!, sector.from, sector.to));
    parts.push({ rim: nearby.length >= 12 ? nearby : rim, hole: sector.cells, share: sector.share });
  }
  return parts;
}

function pick(
  exemplar: Exemplar,
  parts: readonly Part[],
  turns: number,
  depthShifts: readonly number[],
  count: number,
): Candidate[] {
  const all: { candidate: Candidate; costs: number[] }[] = [];
  for (const shift of depthShifts) {
    for (const mirrored of [false, true]) {
      for (let index = 0; index < turns; index += 1) {
        const offset = (index / turns) * directions;
        if (!mirrored && shift === 0 && Math.min(offset, directions - offset) < leastTurn) continue;
        const candidate = { offset, mirrored, shift };
        all.push({
          candidate,
          costs: parts.map((part) => fitCost(exemplar, candidate, part.rim, part.hole)),
        });
      }
    }
  }
  const chosen: Candidate[] = [];
  for (let part = 0; part < parts.length; part += 1) {
    const wanted = Math.max(part === 0 ? 2 : 1, Math.round(count * parts[part]!.share));
    const ranked = all
      .filter((one) => one.costs[part]! < unusableCost)
      .sort((a, b) => a.costs[part]! - b.costs[part]!)
      .slice(0, wanted);
    for (const { candidate } of ranked) {
      if (chosen.length >= count * 1.5) return chosen;
      if (!chosen.some((other) => isNear(other, candidate))) chosen.push(candidate);
    }
  }
  return chosen;
}

function isNear(one: Candidate, other: Candidate): boolean {
  const gap = Math.abs(one.offset - other.offset);
  const alike = one.mirrored === other.mirrored && one.shift === other.shift;
  return alike && Math.min(gap, directions - gap) < apart;
}

const unusableCost = 1e3;

/** Mean squared difference on the rim, the mean tone counting little (the seam evens it), gaps counting much. */
function fitCost(exemplar: Exemplar, candidate: Candidate, rim: Int32Array, hole: Int32Array): number {
  const { planes, usable } = exemplar;
  let missing = 0;
  for (const cell of hole) if (!isUsable(exemplar, candidate, cell)) missing += 1;
  const gaps = missing / Math.max(1, hole.length);
  if (gaps > 0.6) return unusableCost;
  let count = 0;
  let cost = 0;
  const planeList = [planes.red, planes.green, planes.blue];
  const sums = [0, 0, 0];
  const squares = [0, 0, 0];
  for (const cell of rim) {
    const source = sourceCell(exemplar, candidate, cell);
    if (source < 0 || usable[source] === 0) continue;
    count += 1;
    for (let channel = 0; channel < 3; channel += 1) {
      const difference = planeList[channel]![cell]! - planeList[channel]![source]!;
      sums[channel]! += difference;
      squares[channel]! += difference * difference;
    }
  }
  if (count < rim.length * 0.3 || count < 8) return gaps > 0.2 ? unusableCost : 0.5 + gaps;
  for (let channel = 0; channel < 3; channel += 1) {
    const mean = sums[channel]! / count;
    cost += squares[channel]! / count - 0.6 * mean * mean;
  }
  return cost + 0.3 * gaps + 0.02 * (1 - count / rim.length) + 0.02 * Math.abs(candidate.shift);
}

function within(turn: number, from: number, to: number): boolean {
  return from <= to ? turn >= from && turn <= to : turn >= from || turn <= to;
}

/** Evenly spread over the list. */
function thin(cells: Int32Array, count: number): Int32Array {
  if (cells.length <= count) return cells;
  const result = new Int32Array(count);
  for (let index = 0; index < count; index += 1)
    result[index] = cells[Math.floor((index * cells.length) / count)]!;
  return result;
}

const sectorTurns = (24 / 360) * directions;

/** A hole cut into sectors of at most about 24 degrees; none when it is narrower than one. */
function sectorsOf(
  hole: Int32Array,
  planes: IrisPlanes,
): { from: number; to: number; cells: Int32Array; share: number }[] {
  const bins = 30;
  const filled = new Uint8Array(bins);
  for (const cell of hole) filled[Math.floor((planes.turn[cell]! / directions) * bins)] = 1;
  // Start after the widest gap, so that a hole across the x axis stays in one piece.
  let start = 0;
  let widest = -1;
  for (let bin = 0; bin < bins; bin += 1) {
    let gap = 0;
    while (gap < bins && filled[(bin - 1 - gap + 2 * bins) % bins] === 0) gap += 1;
    if (filled[bin] === 1 && gap > widest) {
      widest = gap;
      start = bin;
    }
  }
  const width = ((bins - Math.max(0, widest)) / bins) * directions;
  const count = Math.ceil(width / sectorTurns);
  if (count <= 1) return [];
  const sectors: { from: number; to: number; cells: Int32Array; share: number }[] = [];
  for (let index = 0; index < count; index += 1) {
    const from = foldTurn((start / bins) * directions + (index * width) / count);
    const to = foldTurn((start / bins) * directions + ((index + 1) * width) / count - 1e-3);
    const cells = hole.filter((cell) => within(planes.turn[cell]!, from, to));
    if (cells.length > 0) sectors.push({ from, to, cells, share: 1 / count });
  }
  return sectors;
}
