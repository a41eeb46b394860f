import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  circle,
  distanceToEllipse,
  drawEllipse,
  ellipseBounds,
  ellipseContains,
  ellipseLevel,
  ellipseOverlap,
  moveEllipse,
  normaliseEllipse,
  radiusTowards,
} from './ellipse-geometry.ts';

const slanted = { cx: 40.3, cy: 35.8, a: 25, b: 17, angle: 30 };

describe('ellipse geometry', () => {
  test('orders axes and wraps angles', () => {
    expect(normaliseEllipse(1, 2, 3, 5, 10)).toEqual({ cx: 1, cy: 2, a: 5, b: 3, angle: -80 });
    expect(normaliseEllipse(0, 0, 5, 3, -90).angle).toBe(90);
    expect(normaliseEllipse(0, 0, 5, 3, 270).angle).toBe(90);
    fc.assert(
      fc.property(fc.double({ min: -1000, max: 1000, noNaN: true }), (angle) => {
        const wrapped = normaliseEllipse(0, 0, 5, 3, angle).angle;
        return wrapped > -90 && wrapped <= 90;
      }),
    );
  });

  test('levels, radii and distances agree on the edge', () => {
    for (let step = 0; step < 16; step += 1) {
      const radians = (step / 8) * Math.PI;
      const radius = radiusTowards(slanted, radians);
      const x = slanted.cx + radius * Math.cos(radians);
      const y = slanted.cy + radius * Math.sin(radians);
      expect(ellipseLevel(slanted, x, y)).toBeCloseTo(1, 10);
      expect(Math.abs(distanceToEllipse(slanted, x, y))).toBeLessThan(1e-3);
    }
    expect(ellipseContains(slanted, 40, 36)).toBe(true);
    expect(ellipseContains(slanted, 70, 36)).toBe(false);
  });

  test('the long axis lies clockwise from x', () => {
    const along = (30 * Math.PI) / 180;
    expect(radiusTowards(slanted, along)).toBeCloseTo(25, 10);
    expect(
      distanceToEllipse(slanted, slanted.cx + 35 * Math.cos(along), slanted.cy + 35 * Math.sin(along)),
    ).toBeCloseTo(10, 3);
  });

  test('distance to the edge matches a brute-force search', () => {
    for (const [x, y] of [
      [10, 12],
      [50, 40],
      [60, 5],
      [41, 36],
    ] as const) {
      let nearest = Number.POSITIVE_INFINITY;
      for (let step = 0; step < 20000; step += 1) {
        const radians = (step / 10000) * Math.PI;
        const radius = radiusTowards(slanted, radians);
        const dx = slanted.cx + radius * Math.cos(radians) - x;
        const dy = slanted.cy + radius * Math.sin(radians) - y;
        nearest = Math.min(nearest, Math.hypot(dx, dy));
      }
      expect(Math.abs(distanceToEllipse(slanted, x, y))).toBeCloseTo(nearest, 2);
    }
  });

  test('a drawn ellipse has the area and centre of the true one', () => {
    for (const softness of [1, 5]) {
      const mask = drawEllipse(slanted, 80, 72, softness);
      let area = 0;
      let momentX = 0;
      let momentY = 0;
      mask.data.forEach((value, index) => {
        area += value / 255;
        momentX += (value / 255) * ((index % 80) + 0.5);
        momentY += (value / 255) * (Math.floor(index / 80) + 0.5);
      });
      // A soft edge weighs a little more outside than inside, because the rim is longer there.
      expect(Math.abs(area / (Math.PI * 25 * 17) - 1)).toBeLessThan(softness === 1 ? 0.002 : 0.01);
      expect(momentX / area).toBeCloseTo(slanted.cx, 1);
      expect(momentY / area).toBeCloseTo(slanted.cy, 1);
    }
  });

  test('an ellipse that leaves the picture is cut, not wrapped', () => {
    const mask = drawEllipse(circle(0, 10, 6), 20, 20);
    expect(mask.data[10 * 20]).toBe(255);
    expect(mask.data[10 * 20 + 19]).toBe(0);
    expect(drawEllipse(circle(-50, -50, 6), 20, 20).data.every((value) => value === 0)).toBe(true);
  });

  test('overlap: itself 1, apart 0, half the area 0.5, and like counted pixels', () => {
    expect(ellipseOverlap(slanted, slanted)).toBeCloseTo(1, 3);
    expect(ellipseOverlap(slanted, moveEllipse(slanted, 1, 200, 0))).toBe(0);
    expect(ellipseOverlap(circle(0, 0, 10), circle(1, 1, 10 / Math.SQRT2))).toBeCloseTo(0.5, 3);
    const other = { cx: 48, cy: 33, a: 22, b: 20, angle: -50 };
    const bounds = ellipseBounds(slanted);
    expect(bounds.right - bounds.left).toBeLessThan(50);
    let both = 0;
    let either = 0;
    for (let y = 0; y < 80; y += 0.125) {
      for (let x = 0; x < 90; x += 0.125) {
        const first = ellipseContains(slanted, x, y);
        const second = ellipseContains(other, x, y);
        if (first && second) both += 1;
        if (first || second) either += 1;
      }
    }
    expect(ellipseOverlap(slanted, other)).toBeCloseTo(both / either, 2);
  });
});
