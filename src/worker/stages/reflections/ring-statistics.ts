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

/** @param usable cells that may be measured (non-zero): open eye, not the pupil, nothing already found. */
export function ringStatistics(
  values: Float32Array,
  planes: IrisPlanes,
  usable: Uint8Array,
  leastSpread = 0.006,
): RingStatistics {
  const counts = new Float64Array(bands * sectors * levels);
  for (let cell = 0; cell < values.length; cell += 1) {
    const depth = planes.depth[cell]!;
    if (usable[cell] === 0 || depth < firstDepth || depth > lastDepth) continue;
    const level = Math.min(levels - 1, Math.max(0, Math.floor(values[cell]! * levels)));
    const bin = (bandOf(depth) | 0) * sectors + (sectorOf(planes.turn[cell]!) | 0);
    counts[bin * levels + level]! += 1;
  }
  const usual = new Float32Array(bands * sectors);
  const spread = new Float32Array(bands * sectors);
  const pooled = new Float64Array(levels);
  for (let band = 0; band < bands; band += 1) {
    for (let sector = 0; sector < sectors; sector += 1) {
      let total = 0;
      // Where a neighbourhood was covered, look further along the ring, at last all the way round.
      for (let wide = sectorReach; total < fewest && wide <= sectors / 2; wide *= 2) {
        total = pool(counts, band, sector, wide, pooled);
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
  return { usual: interpolate(usual, planes), spread: interpolate(spread, planes) };
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

function pool(counts: Float64Array, band: number, sector: number, wide: number, into: Float64Array): number {
  into.fill(0);
  let total = 0;
  for (let b = Math.max(0, band - bandReach); b <= Math.min(bands - 1, band + bandReach); b += 1) {
    for (let offset = -wide; offset <= wide; offset += 1) {
      const s = (sector + offset + sectors * 2) % sectors;
      const start = (b * sectors + s) * levels;
      for (let level = 0; level < levels; level += 1) {
        const count = counts[start + level]!;
        into[level]! += count;
        total += count;
      }
    }
  }
  return total;
}

function quantile(counts: Float64Array, total: number, share: number): number {
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

function interpolate(grid: Float32Array, planes: IrisPlanes): Float32Array {
  const result = new Float32Array(planes.depth.length);
  for (let cell = 0; cell < result.length; cell += 1) {
    const band = Math.min(bands - 1, Math.max(0, bandOf(planes.depth[cell]!) - 0.5));
    const sector = sectorOf(planes.turn[cell]!) - 0.5 + sectors;
    const b0 = Math.floor(band);
    const b1 = Math.min(bands - 1, b0 + 1);
    const s0 = Math.floor(sector) % sectors;
    const s1 = (s0 + 1) % sectors;
    const alongBand = band - b0;
    const alongSector = sector - Math.floor(sector);
    const near = grid[b0 * sectors + s0]! * (1 - alongSector) + grid[b0 * sectors + s1]! * alongSector;
    const far = grid[b1 * sectors + s0]! * (1 - alongSector) + grid[b1 * sectors + s1]! * alongSector;
    result[cell] = near * (1 - alongBand) + far * alongBand;
  }
  return result;
}
