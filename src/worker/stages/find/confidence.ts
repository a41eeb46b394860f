import type { Ellipse } from '../../../contracts/geometry.ts';
import { createEllipseLevel } from '../../imaging/ellipse-geometry.ts';
import type { FinderMaps } from './finder-maps.ts';
import type { IrisOutline } from './outline.ts';

/** What speaks for an iris, before it is one number. */
export interface Evidence {
  /** Mean probability of the region in the whole photograph, where all that surrounds it speaks too. */
  readonly whole: number;
  readonly outline: IrisOutline;
  /** Overlap of the outlines of the wide and the close crop, 0..1. */
  readonly agreement: number;
  /** Mean opening probability inside the outline: an iris under a closed lid is none. */
  readonly openInside: number;
  /** The same just outside it, in the most open eighth of all directions: buttons have no white around them. */
  readonly openBeside: number;
}

/**
 * Ramps from worthless to convincing, multiplied after their exponents: one worthless piece of evidence vetoes the
 * rest. Fitted to 120 rendered eyes of all sorts against 140 closed eyes, brows, bare skin, buttons, coins,
 * letters, spheres and noses.
 */
const ramps = {
  whole: { from: 0.6, to: 0.93, exponent: 1 },
  mean: { from: 0.6, to: 0.95, exponent: 1 },
  openBeside: { from: 0.35, to: 0.75, exponent: 0.5 },
  openInside: { from: 0.08, to: 0.3, exponent: 0.5 },
  agreement: { from: 0.5, to: 0.85, exponent: 0.5 },
  sharpness: { from: 0.8, to: 3, exponent: 0.5 },
  residual: { from: 0.1, to: 0.03, exponent: 0.5 },
  coverage: { from: 0.4, to: 0.9, exponent: 0.5 },
} as const;

/** An outline less sure than this is not shown to anyone. */
export const leastConfidence = 0.5;

export function rateConfidence({ outline, ...surroundings }: Evidence): number {
  const values = { ...outline, ...surroundings };
  let confidence = 1;
  for (const name of Object.keys(ramps) as (keyof typeof ramps)[]) {
    const { from, to, exponent } = ramps[name];
    confidence *= Math.min(1, Math.max(0, (values[name] - from) / (to - from))) ** exponent;
  }
  return confidence;
}

const sectors = 16;
const sectorsBeside = 2;

/** Where the maps see the eye open, in and around an iris (source pixels). */
export function opennessAround(maps: FinderMaps, iris: Ellipse): { openInside: number; openBeside: number } {
  const { size, square, heads } = maps;
  const perCell = square.side / size;
  const levelAt = createEllipseLevel(iris);
  const inside = { sum: 0, count: 0 };
  const beside = Array.from({ length: sectors }, () => ({ sum: 0, count: 0 }));
  for (let y = 0; y < size; y += 1) {
    const sourceY = square.top + (y + 0.5) * perCell;
    for (let x = 0; x < size; x += 1) {
      const sourceX = square.left + (x + 0.5) * perCell;
      const level = levelAt(sourceX, sourceY);
      if (level > 1.3 || (level > 1 && level < 1.06)) continue;
      const turn = Math.atan2(sourceY - iris.cy, sourceX - iris.cx) / (2 * Math.PI) + 0.5;
      const part = level <= 1 ? inside : beside[Math.min(sectors - 1, Math.floor(turn * sectors))]!;
      part.sum += heads.opening[y * size + x]!;
      part.count += 1;
    }
  }
  const means = beside.map(({ sum, count }) => (count > 0 ? sum / count : 0)).sort((one, two) => two - one);
  return {
    openInside: inside.count > 0 ? inside.sum / inside.count : 0,
    openBeside: means.slice(0, sectorsBeside).reduce((sum, mean) => sum + mean, 0) / sectorsBeside,
  };
}
