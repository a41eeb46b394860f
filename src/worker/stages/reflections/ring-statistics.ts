/**
 * How bright the iris usually is at each depth and direction, and how much it varies there: what a reflection
 * has to stand out from. A pale fibre is as bright as its neighbours on the same ring; a catchlight is not.
 */
import type { IrisPlanes } from './iris-planes.ts';
import { directions } from './iris-polar.ts';

export interface RingStatistics {
  /** Per cell: the usual value there. */
  readonly usual: Float32Array;
  /** Per cell: one standard deviation of what is usual, measured robustly. */
  readonly spread: Float32Array;
}

const bands = 33;
const sectors = 16;
/** Sectors to either side that count: about 100 degrees in all, wide enough to see past a window. */
const sectorReach = 2;
const bandReach = 1;
const levels = 512;
const fewest = 60;

/** Depths that the bands cover; what lies beyond counts to the nearest band. */
const firstDepth = 0;
const lastDepth = 1.1;

const limbusStart = 0.9;
const scleraAhead = 0.12;

/** Where each cell lies among bands and sectors; the same for everything that is measured on the same planes. */
export interface RingPlaces {
  /** Bin that a cell counts to, -1 where it counts to none. */
  readonly bin: Int16Array;
  /** Bin whose centre lies before the cell's, inwards and backwards, and what the next ones add to it. */
  readonly corner: Int16Array;
  readonly nextBand: Int16Array;
  readonly nextSector: Int16Array;
  /** How far the cell lies towards the next ones, 0..1. */
  readonly alongBand: Float32Array;
  readonly alongSector: Float32Array;
}

export function ringPlaces({ depth, turn }: IrisPlanes): RingPlaces {
  const places: RingPlaces = {
    bin: new Int16Array(depth.length),
    corner: new Int16Array(depth.length),
    nextBand: new Int16Array(depth.length),
    nextSector: new Int16Array(depth.length),
    alongBand: new Float32Array(depth.length),
    alongSector: new Float32Array(depth.length),
  };
  for (let cell = 0; cell < depth.length; cell += 1) {
    const counts = depth[cell]! >= firstDepth && depth[cell]! <= lastDepth;
    const place = bandOf(depth[cell]!);
    places.bin[cell] = counts ? (place | 0) * sectors + (sectorOf(turn[cell]!) | 0) : -1;
    const band = Math.min(bands - 1, Math.max(0, place - 0.5));
    const sector = sectorOf(turn[cell]!) - 0.5 + sectors;
    const b = Math.floor(band);
    const s = Math.floor(sector) % sectors;
    places.corner[cell] = b * sectors + s;
    places.nextBand[cell] = b + 1 < bands ? sectors : 0;
    places.nextSector[cell] = s + 1 < sectors ? 1 : 1 - sectors;
    places.alongBand[cell] = band - b;
    places.alongSector[cell] = sector - Math.floor(sector);
  }
  return places;
}

/** @param usable cells that may be measured (non-zero): open eye, not the pupil, nothing already found. */
export function ringStatistics(
  values: Float32Array,
  places: RingPlaces,
  usable: Uint8Array,
  leastSpread = 0.006,
): RingStatistics {
  const rings = countLevels(values, places, usable);
  const usual = new Float32Array(bands * sectors);
  const spread = new Float32Array(bands * sectors);
  const pooled = new Int32Array(levels);
  for (let band = 0; band < bands; band += 1) {
    for (let sector = 0; sector < sectors; sector += 1) {
      let total = 0;
      // Where a neighbourhood was covered, look further along the ring, at last all the way round.
      for (let wide = sectorReach; total < fewest && wide <= sectors / 2; wide *= 2) {
        total = pool(rings, band, sector, wide, pooled);
      }
      const bin = band * sectors + sector;
      const middle = quantile(pooled, total, 0.5);
      usual[bin] = middle;
      // The lower half alone may be narrow under a flat dark tone, the upper half alone wide under a veil.
      const below = middle - quantile(pooled, total, 0.16);
      const above = quantile(pooled, total, 0.84) - middle;
      spread[bin] = Math.max(leastSpread, below, Math.min(above, 2 * below + 0.02));
    }
  }
  raiseTowardsSclera(usual);
  return { usual: interpolate(usual, places), spread: interpolate(spread, places) };
}

/** Per bin, how many cells of it and of the bands beside it have each level. */
function countLevels(values: Float32Array, { bin }: RingPlaces, usable: Uint8Array): Int32Array {
  const own = new Int32Array(bands * sectors * levels);
  for (let cell = 0; cell < values.length; cell += 1) {
    if (usable[cell] === 0 || bin[cell]! < 0) continue;
    const level = Math.min(levels - 1, Math.max(0, Math.floor(values[cell]! * levels)));
    own[bin[cell]! * levels + level]! += 1;
  }
  const row = sectors * levels;
  const rings = own.slice();
  for (let reach = 1; reach <= bandReach; reach += 1) {
    for (let at = reach * row; at < own.length; at += 1) {
      rings[at]! += own[at - reach * row]!;
      rings[at - reach * row]! += own[at]!;
    }
  }
  return rings;
}

/**
 * Near the limbus the white of the eye is usual too: outlines are never exact, and a soft limbus starts early.
 * Only what outshines the sclera counts there.
 */
function raiseTowardsSclera(usual: Float32Array): void {
  const bandsAhead = Math.round(scleraAhead * (bands / (lastDepth - firstDepth)));
  const firstBand = Math.floor(bandOf(limbusStart));
  for (let band = firstBand; band < bands; band += 1) {
    for (let sector = 0; sector < sectors; sector += 1) {
      let most = usual[band * sectors + sector]!;
      for (let next = band + 1; next <= Math.min(bands - 1, band + bandsAhead); next += 1) {
        most = Math.max(most, usual[next * sectors + sector]!);
      }
      usual[band * sectors + sector] = most;
    }
  }
}

function bandOf(depth: number): number {
  const place = ((depth - firstDepth) / (lastDepth - firstDepth)) * bands;
  return Math.min(bands - 1e-3, Math.max(0, place));
}

function sectorOf(turn: number): number {
  return (turn / directions) * sectors;
}

function pool(rings: Int32Array, band: number, sector: number, wide: number, into: Int32Array): number {
  into.fill(0);
  let total = 0;
  for (let offset = -wide; offset <= wide; offset += 1) {
    const start = (band * sectors + ((sector + offset + sectors * 2) % sectors)) * levels;
    for (let level = 0; level < levels; level += 1) {
      const count = rings[start + level]!;
      into[level]! += count;
      total += count;
    }
  }
  return total;
}

function quantile(counts: Int32Array, total: number, share: number): number {
  let below = 0;
  for (let level = 0; level < levels; level += 1) {
    const count = counts[level]!;
    if (count > 0 && below + count >= share * total) {
      return (level + (share * total - below) / count) / levels;
    }
    below += count;
  }
  return 0;
}

function interpolate(grid: Float32Array, places: RingPlaces): Float32Array {
  const { corner, nextBand, nextSector, alongBand, alongSector } = places;
  const result = new Float32Array(corner.length);
  for (let cell = 0; cell < result.length; cell += 1) {
    const near = corner[cell]!;
    const far = near + nextBand[cell]!;
    const next = nextSector[cell]!;
    const along = alongSector[cell]!;
    const inner = grid[near]! * (1 - along) + grid[near + next]! * along;
    const outer = grid[far]! * (1 - along) + grid[far + next]! * along;
    result[cell] = inner * (1 - alongBand[cell]!) + outer * alongBand[cell]!;
  }
  return result;
}
