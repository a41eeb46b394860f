import { expect, it } from 'vitest';
import { chooseEnlargement, reducedSourceSize } from './enlargement.ts';

it.each([
  // source, wish, enhance → output, network
  [400, null, true, 1600, 4],
  [1024, null, true, 4096, 4],
  [1600, null, true, 3200, 2],
  [3000, null, true, 4096, 2],
  [400, 1024, true, 1024, 4],
  [400, 800, true, 800, 2],
  [400, 4096, true, 1600, 4],
  [3000, 1024, true, 1024, 2],
  [400, 1024, false, 400, null],
  [3000, 1024, false, 1024, null],
  [5000, null, false, 4096, null],
] as const)(
  'a source of %i with wish %s and enhance %s becomes %i by %s',
  (source, size, enhance, out, scale) => {
    expect(chooseEnlargement(source, { size, enhance })).toEqual({ outputSize: out, scale });
  },
);

it.each([
  [2000, null],
  [2048, 2046],
  [2300, 2046],
  [2600, null],
])('a source of %i is reduced to %s', (source, reduced) => {
  expect(reducedSourceSize(source)).toBe(reduced);
});
