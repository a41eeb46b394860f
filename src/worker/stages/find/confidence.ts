import type { IrisOutline } from './outline.ts';

/** What speaks for an iris, before it is one number. */
export interface Evidence {
  readonly outline: IrisOutline;
  /** Overlap of the outlines of the wide and the close crop, 0..1. */
  readonly agreement: number;
  /** Highest mean opening probability over the outline: an iris under a closed lid is none. */
  readonly openShare: number;
}

/**
 * Ramps from worthless to convincing, and how much each counts. The weighted geometric mean lets a single
 * worthless piece of evidence veto the rest. Fitted to rendered eyes against closed eyes, skin, buttons and noise.
 */
const ramps = {
  mean: { from: 0.35, to: 0.92, weight: 3 },
  sharpness: { from: 0.6, to: 4, weight: 1 },
  residual: { from: 0.14, to: 0.03, weight: 1 },
  coverage: { from: 0.4, to: 0.95, weight: 1 },
  agreement: { from: 0.55, to: 0.93, weight: 2 },
  openShare: { from: 0.08, to: 0.4, weight: 2 },
} as const;

/** An outline less sure than this is not shown to anyone. */
export const leastConfidence = 0.5;

export function rateConfidence({ outline, agreement, openShare }: Evidence): number {
  const values = { ...outline, agreement, openShare };
  let logarithm = 0;
  let weights = 0;
  for (const name of Object.keys(ramps) as (keyof typeof ramps)[]) {
    const { from, to, weight } = ramps[name];
    const value = Math.min(1, Math.max(0.001, (values[name] - from) / (to - from)));
    logarithm += weight * Math.log(value);
    weights += weight;
  }
  return Math.exp(logarithm / weights);
}
