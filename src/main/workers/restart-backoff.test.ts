import { expect, test } from 'vitest';
import { restartDelay } from './restart-backoff.ts';

const limits = { firstDelayMs: 100, longestDelayMs: 1_000 };

test('the delay doubles with each death and stops at the longest', () => {
  const delays = [0, 1, 2, 3, 4, 5, 50].map((crashes) => restartDelay(crashes, () => 1, limits));
  expect(delays).toEqual([0, 100, 200, 400, 800, 1_000, 1_000]);
});

test('half of it is jitter', () => {
  expect(restartDelay(2, () => 0, limits)).toBe(100);
  expect(restartDelay(2, () => 0.5, limits)).toBe(150);
});
