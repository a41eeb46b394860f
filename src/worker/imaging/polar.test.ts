import { describe, expect, test } from 'vitest';
import { circle, distanceToEllipse } from './ellipse-geometry.ts';
import { createColourImage, createMaskImage } from './image.ts';
import { ringCoordinates, ringOf, ringPoint, unwrapColour, unwrapMask } from './polar.ts';

const iris = { cx: 102.4, cy: 96.2, a: 80, b: 72, angle: 35 };
const pupil = { cx: 97, cy: 100, a: 30, b: 28, angle: -20 };
const ring = ringOf(iris, pupil);

describe('the unwrapped ring', () => {
  test('begins on the pupil and ends on the limbus', () => {
    for (const turn of [0, 0.13, 0.5, 0.77]) {
      const start = ringPoint(ring, turn, 0);
      const end = ringPoint(ring, turn, 1);
      expect(Math.abs(distanceToEllipse(pupil, start.x, start.y))).toBeLessThan(1e-3);
      expect(Math.abs(distanceToEllipse(iris, end.x, end.y))).toBeLessThan(1e-3);
    }
  });

  test('a quarter turn points down, as on the picture', () => {
    const point = ringPoint(ringOf(circle(50, 50, 40), circle(50, 50, 10)), 0.25, 1);
    expect(point.x).toBeCloseTo(50, 10);
    expect(point.y).toBeCloseTo(90, 10);
  });

  test('coordinates and points are each other’s inverse, also beyond the ring', () => {
    for (const turn of [0.01, 0.2, 0.49, 0.51, 0.99]) {
      for (const depth of [-0.3, 0, 0.4, 1, 1.3]) {
        const { x, y } = ringPoint(ring, turn, depth);
        const back = ringCoordinates(ring, x, y);
        expect(back.turn).toBeCloseTo(turn, 5);
        expect(back.depth).toBeCloseTo(depth, 5);
      }
    }
  });

  test('every cell holds the colour of its place', () => {
    const image = createColourImage(200, 200);
    for (let y = 0; y < 200; y += 1) {
      for (let x = 0; x < 200; x += 1) {
        image.data.set([(x + 0.5) * 300, (y + 0.5) * 300, 777], (y * 200 + x) * 3);
      }
    }
    const unwrapped = unwrapColour(image, ring, { width: 64, height: 16, from: -0.2, to: 1.1 });
    for (const [column, row] of [
      [0, 0],
      [20, 7],
      [63, 15],
    ] as const) {
      const place = ringPoint(ring, (column + 0.5) / 64, -0.2 + ((row + 0.5) / 16) * 1.3);
      const at = (row * 64 + column) * 3;
      expect(Math.abs(unwrapped.data[at]! - place.x * 300)).toBeLessThan(1.5);
      expect(Math.abs(unwrapped.data[at + 1]! - place.y * 300)).toBeLessThan(1.5);
      expect(unwrapped.data[at + 2]).toBe(777);
    }
  });

  test('beyond the image its edge goes on', () => {
    const mask = createMaskImage(10, 10);
    mask.data.fill(200);
    const unwrapped = unwrapMask(mask, ringOf(circle(5, 5, 30), null), { width: 8, height: 4 });
    expect([...unwrapped.data].every((value) => value === 200)).toBe(true);
  });
});
