/** How networks of others are fed and read, and what is derived where they say nothing. */
import { describe, expect, test } from 'vitest';
import type { Ellipse } from '../../../contracts/geometry.ts';
import type { EyePart, Segmentation } from '../../../contracts/segmentation.ts';
import { ellipseLevel, ellipseOverlap } from '../../imaging/ellipse-geometry.ts';
import { outlineIris, outlinePupil } from '../../stages/find/outline.ts';
import { type FinderHead, finderHeads } from '../ports.ts';
import { deriveHeads } from './derive-heads.ts';
import { prepareInput, spreadSquare } from './prepare-input.ts';
import { readOutput } from './read-output.ts';

const plain: Segmentation = {
  input: { layout: 'NCHW', colours: 'rgb', scale: 1, mean: 0, std: 1, size: null, channels: 3 },
  output: { layout: 'NCHW', activation: 'none', channels: 2 },
  classes: { visibleIris: 0, visiblePupil: 1 },
};
const fed = (input: Partial<Segmentation['input']>) =>
  prepareInput(
    Float32Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6),
    { height: 1, width: 2 },
    { input: { ...plain.input, ...input } },
  );
const close = (values: ArrayLike<number>) => Array.from(values, (value) => Math.round(value * 1000) / 1000);

describe('what a network is given', () => {
  test('planes or pixels, in its order of colours', () => {
    expect(close(fed({}).data)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
    expect(fed({ layout: 'NHWC', colours: 'bgr' }).dims).toEqual([1, 1, 2, 3]);
    expect(close(fed({ layout: 'NHWC', colours: 'bgr' }).data)).toEqual([0.5, 0.3, 0.1, 0.6, 0.4, 0.2]);
    expect(close(fed({ colours: 'red' }).data)).toEqual([0.1, 0.2, 0.1, 0.2, 0.1, 0.2]);
    expect(close(fed({ colours: 'grey', channels: 1 }).data)).toEqual([0.263, 0.363]);
  });

  test('its own range', () => {
    expect(close(fed({ scale: 255, mean: [10, 20, 30], std: 5 }).data)).toEqual(
      [25.5 - 10, 51 - 10, 76.5 - 20, 102 - 20, 127.5 - 30, 153 - 30].map((value) => value / 5),
    );
  });

  test('a square in the middle of a wide picture, its edge repeated', () => {
    const square = Float32Array.from({ length: 12 }, (_, at) => at);
    const wide = spreadSquare(square, 2, { height: 2, width: 4 });
    expect([...wide.subarray(0, 8)]).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
  });
});

describe('what a network answers', () => {
  const read = (data: readonly number[], dims: number[], output: Partial<Segmentation['output']>) =>
    readOutput({ data: Float32Array.from(data), dims }, { height: 1, width: 2 }, 1, {
      ...plain,
      output: { ...plain.output, ...output },
    });

  test('logits become probabilities, whatever their layout', () => {
    const planes = [0, 2, 0, 5];
    expect(close(read(planes, [1, 2, 1, 2], { activation: 'sigmoid' }).visibleIris!)).toEqual([0.5]);
    expect(
      close(read([0, 1000, 9, 9], [1, 1, 2, 2], { activation: 'softmax', layout: 'NHWC' }).visiblePupil!),
    ).toEqual([1]);
    expect(close(read([-1000, 0, 1, 1], [1, 2, 1, 2], { activation: 'softmax' }).visibleIris!)).toEqual([0]);
  });

  test('a coarse answer is interpolated, and only the square is taken', () => {
    const data = Float32Array.from({ length: 2 * 4 * 8 }, (_, at) => (at % 8) / 8);
    const picture = { height: 8, width: 16 };
    const maps = readOutput({ data, dims: [1, 2, 4, 8] }, picture, 8, plain);
    // The square begins at column 4 of 16, which is 2 of 8; its pixels' centres lie a quarter of a cell beside.
    expect(close(maps.visibleIris!.subarray(0, 4))).toEqual([0.219, 0.281, 0.344, 0.406]);
  });
});

const size = 192;
const iris: Ellipse = { cx: 97.3, cy: 92.6, a: 61, b: 59, angle: 20 };
const pupil: Ellipse = { cx: 95, cy: 94, a: 22, b: 21, angle: 0 };
const light: Ellipse = { cx: 122, cy: 80, a: 9, b: 6, angle: 0 };
/** Between a flat upper lid that hides a third of the radius and a lower one that touches. */
const isOpen = (y: number) => y > iris.cy - 40 && y < iris.cy + 52;
const soft = (ellipse: Ellipse, x: number, y: number) =>
  Math.min(1, Math.max(0, 0.5 + ((1 - ellipseLevel(ellipse, x, y)) * ellipse.a) / 3));
const map = (value: (x: number, y: number) => number) =>
  Float32Array.from({ length: size * size }, (_, at) =>
    value((at % size) + 0.5, Math.floor(at / size) + 0.5),
  );
const lit = (x: number, y: number) => soft(light, x, y);
const truth: Record<Extract<EyePart, 'visibleIris' | 'visiblePupil' | 'sclera'>, Float32Array> = {
  visibleIris: map((x, y) => (isOpen(y) ? soft(iris, x, y) * (1 - soft(pupil, x, y)) * (1 - lit(x, y)) : 0)),
  visiblePupil: map((x, y) => (isOpen(y) ? soft(pupil, x, y) : 0)),
  sclera: map((x, y) => (isOpen(y) ? 1 - soft(iris, x, y) : 0)),
};
const picture = (() => {
  const plane = map((x, y) => (lit(x, y) > 0.5 ? 1 : 0.4));
  return Float32Array.from([...plane, ...plane, ...plane]);
})();
const headsOf = (parts: Partial<typeof truth> & { eyelashes?: Float32Array }) => {
  const planes = deriveHeads(parts, picture, size);
  const area = size * size;
  const heads = Object.fromEntries(
    finderHeads.map((head, index) => [head, planes.subarray(index * area, (index + 1) * area)]),
  ) as Record<FinderHead, Float32Array>;
  return { square: { left: 0, top: 0, side: size }, size, heads };
};
const at = (x: number, y: number) => Math.floor(y) * size + Math.floor(x);

describe('what is derived', () => {
  test.each([
    { what: 'with the white', parts: truth },
    { what: 'without it', parts: { visibleIris: truth.visibleIris, visiblePupil: truth.visiblePupil } },
    { what: 'from the iris alone', parts: { visibleIris: truth.visibleIris } },
  ])('the whole disc behind the lids $what', ({ parts }) => {
    const maps = headsOf(parts);
    const outline = outlineIris(maps);
    expect(ellipseOverlap(outline!.ellipse, iris)).toBeGreaterThan(0.96);
    expect(ellipseOverlap(outlinePupil(maps, outline!.ellipse)!, pupil)).toBeGreaterThan(0.9);
    expect(maps.heads.opening[at(iris.cx, iris.cy - 50)]).toBeLessThan(0.1);
    expect(maps.heads.opening[at(light.cx, light.cy)]).toBeGreaterThan(0.9);
    expect(maps.heads.opening[at(iris.cx + iris.a * 1.15, iris.cy)]).toBeGreaterThan(0.8);
    expect(maps.heads.specular[at(light.cx, light.cy)]).toBe(1);
    expect(maps.heads.specular[at(iris.cx, iris.cy)]).toBe(0);
  });

  test('no pupil is claimed where the network takes it for iris', () => {
    const visibleIris = map((x, y) => (isOpen(y) ? soft(iris, x, y) : 0));
    const maps = headsOf({ visibleIris });
    expect(outlinePupil(maps, iris)).toBeNull();
  });

  test('what lashes hide is not visible', () => {
    const eyelashes = map((x) => (Math.abs(x - 75) < 3 ? 1 : 0));
    const { heads } = headsOf({ ...truth, eyelashes });
    expect(heads.visibleIris[at(75, 110)]).toBe(0);
    expect(heads.opening[at(75, 110)]).toBeGreaterThan(0.9);
  });

  test('nothing is no iris, and an unsure network stays unsure', () => {
    expect(outlineIris(headsOf({ visibleIris: map(() => 0) }))).toBeNull();
    const unsure = headsOf({ visibleIris: truth.visibleIris.map((value) => 0.7 * value) });
    const outline = outlineIris(unsure);
    expect(outline!.mean).toBeLessThan(0.75);
  });
});
