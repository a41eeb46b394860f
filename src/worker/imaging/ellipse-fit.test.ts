import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Ellipse } from '../../contracts/geometry.ts';
import { fitEllipse, type WeightedPoint } from './ellipse-fit.ts';
import { circle, ellipseOverlap, radiusTowards } from './ellipse-geometry.ts';

const truth: Ellipse = { cx: 120.4, cy: 88.7, a: 60, b: 52, angle: 25 };

/** Small deterministic noise, near enough to Gaussian for a fit. */
function createNoise(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
  return () => uniform() + uniform() + uniform() + uniform() - 2;
}

function pointsOn(
  ellipse: Ellipse,
  from: number,
  to: number,
  count: number,
  noise: () => number,
): WeightedPoint[] {
  return Array.from({ length: count }, (_, index) => {
    const radians = ((from + ((to - from) * (index + 0.5)) / count) * Math.PI) / 180;
    const radius = radiusTowards(ellipse, radians) + noise();
    return {
      x: ellipse.cx + radius * Math.cos(radians),
      y: ellipse.cy + radius * Math.sin(radians),
      weight: 1,
    };
  });
}

const none = () => 0;

describe('ellipse fit', () => {
  test('finds any ellipse exactly when nothing disturbs it', () => {
    fc.assert(
      fc.property(
        fc.record({
          cx: fc.double({ min: -50, max: 50, noNaN: true }),
          cy: fc.double({ min: -50, max: 50, noNaN: true }),
          a: fc.double({ min: 30, max: 45, noNaN: true }),
          b: fc.double({ min: 22, max: 30, noNaN: true }),
          angle: fc.double({ min: -89, max: 90, noNaN: true }),
        }),
        (ellipse) => {
          const fit = fitEllipse(pointsOn(ellipse, 0, 360, 48, none), {
            start: circle(ellipse.cx + 6, ellipse.cy - 5, 30),
            shapePenalty: 0,
          })!;
          expect(fit.ellipse.cx).toBeCloseTo(ellipse.cx, 3);
          expect(fit.ellipse.cy).toBeCloseTo(ellipse.cy, 3);
          expect(fit.ellipse.a).toBeCloseTo(ellipse.a, 3);
          expect(fit.ellipse.b).toBeCloseTo(ellipse.b, 3);
          expect(fit.residual).toBeLessThan(1e-3);
        },
      ),
      { numRuns: 40, seed: 7 },
    );
  });

  test('noise of one pixel costs a fraction of a pixel', () => {
    const noise = createNoise(3);
    const fit = fitEllipse(
      pointsOn(truth, 0, 360, 120, () => 1.7 * noise()),
      {
        start: circle(110, 95, 50),
        shapePenalty: 0,
      },
    )!;
    expect(Math.hypot(fit.ellipse.cx - truth.cx, fit.ellipse.cy - truth.cy)).toBeLessThan(0.3);
    expect(ellipseOverlap(fit.ellipse, truth)).toBeGreaterThan(0.985);
    expect(fit.residual).toBeGreaterThan(0.5);
    expect(fit.residual).toBeLessThan(1.5);
  });

  test('a fifth of wild points does not move it', () => {
    const points = pointsOn(truth, 0, 360, 100, none).map((point, index) =>
      index % 5 === 0 ? { ...point, x: point.x + 25, y: point.y - 12 } : point,
    );
    const fit = fitEllipse(points, { start: circle(118, 90, 55), shapePenalty: 0 })!;
    expect(ellipseOverlap(fit.ellipse, truth)).toBeGreaterThan(0.985);
    expect(fit.support).toBeGreaterThan(0.7);
    expect(fit.support).toBeLessThan(0.9);
  });

  test('what weighs little disturbs little: a lid across the upper third', () => {
    const noise = createNoise(11);
    const points = pointsOn(truth, 0, 360, 120, () => 0.4 * noise()).map((point) =>
      point.y < truth.cy - 25 ? { ...point, y: truth.cy - 25, weight: 0.05 } : point,
    );
    const fit = fitEllipse(points, { start: circle(120, 95, 50), shapePenalty: 0.01 })!;
    expect(ellipseOverlap(fit.ellipse, truth)).toBeGreaterThan(0.96);
  });

  test('the preferred shape decides what an arc leaves open', () => {
    const noise = createNoise(5);
    const arc = pointsOn(truth, 20, 110, 40, () => 0.8 * noise());
    const free = fitEllipse(arc, { start: circle(118, 90, 50), shapePenalty: 0 });
    const guided = fitEllipse(arc, { start: circle(118, 90, 50), shape: truth, shapePenalty: 0.5 })!;
    expect(ellipseOverlap(guided.ellipse, truth)).toBeGreaterThan(0.9);
    expect(ellipseOverlap(guided.ellipse, truth)).toBeGreaterThan(
      free ? ellipseOverlap(free.ellipse, truth) : 0,
    );
  });

  test('too few points are no ellipse', () => {
    expect(fitEllipse(pointsOn(truth, 0, 360, 5, none), { start: truth })).toBeNull();
  });
});
