import { expect, it } from 'vitest';
import { chooseEnlargement, reducedSourceSize, workingSize } from './enlargement.ts';

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

it.each([
  // source, wish, the model's scale → output
  [400, null, 4, 1600],
  [1022, null, 4, 4088],
  [1600, null, 4, 4096],
  [400, null, 2, 800],
  [400, 4096, 2, 800],
  [2000, 3000, 2, 3000],
  [300, 1024, 4, 1024],
] as const)(
  'a source of %i with wish %s and only a model of scale %i becomes %i',
  (source, size, only, out) => {
    expect(chooseEnlargement(source, { size, enhance: true }, only)).toEqual({
      outputSize: out,
      scale: only,
    });
  },
);

it.each([
  // source, picture → what a model of one scale is given
  [400, 1600, 400],
  [1600, 4096, 1600],
  [3000, 4096, 2048],
  [1024, 1024, 512],
  [2000, 1001, 501],
])('a source of %i for a picture of %i is reduced to %i', (source, output, working) => {
  expect(workingSize(source, output)).toBe(working);
});
