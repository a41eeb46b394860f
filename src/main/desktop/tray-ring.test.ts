import { expect, test } from 'vitest';
import { drawTrayRing } from './tray-ring.ts';

const alphaAt = (pixels: Buffer, size: number, x: number, y: number) => pixels[(y * size + x) * 4 + 3]!;

test('fills clockwise from the top, over a faint ring and around a pupil', () => {
  const size = 32;
  const half = drawTrayRing({ size, share: 0.5, grey: 255 });
  expect(half).toHaveLength(size * size * 4);
  expect(alphaAt(half, size, 28, 16)).toBeGreaterThan(200);
  expect(alphaAt(half, size, 3, 15)).toBeGreaterThan(50);
  expect(alphaAt(half, size, 3, 15)).toBeLessThan(100);
  expect(alphaAt(half, size, 16, 16)).toBe(255);
  expect(alphaAt(half, size, 0, 0)).toBe(0);
  const whole = drawTrayRing({ size, share: null, grey: 0 });
  expect(alphaAt(whole, size, 3, 15)).toBeGreaterThan(200);
});
