import { describe, expect, test } from 'vitest';
import { createColourImage } from './image.ts';
import {
  createMapPainter,
  mapValue,
  mirrorPlanes,
  reduceByBlocks,
  sampleSquare,
  type View,
} from './sampling.ts';

/** Red grows with x, green with y, blue is constant. */
function createRamp(width: number, height: number): View {
  const image = createColourImage(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1)
      image.data.set([(x + 0.5) * 500, (y + 0.5) * 500, 30000], (y * width + x) * 3);
  }
  return { image, left: 0, top: 0, scaleX: 1, scaleY: 1 };
}

describe('squares for the network', () => {
  test.each([
    ['reduced', { left: 8, top: 16, side: 64 }, 16],
    ['enlarged', { left: 20.25, top: 30.5, side: 16 }, 64],
    ['in between', { left: 10.5, top: 10.5, side: 48 }, 32],
  ])('%s: every cell shows its place', (_, square, size) => {
    const planes = sampleSquare(createRamp(100, 100), square, size);
    for (const [x, y] of [
      [0, 0],
      [size - 1, 3],
      [5, size - 1],
    ] as const) {
      const place = (index: number, start: number) => start + ((index + 0.5) / size) * square.side;
      // A box a pixel and a half wide is off a ramp's value by up to a twelfth of a pixel.
      const seenX = (planes[y * size + x]! * 65535) / 500;
      const seenY = (planes[size * size + y * size + x]! * 65535) / 500;
      expect(Math.abs(seenX - place(x, square.left))).toBeLessThan(0.09);
      expect(Math.abs(seenY - place(y, square.top))).toBeLessThan(0.09);
      expect(planes[2 * size * size + y * size + x]! * 65535).toBeCloseTo(30000, 0);
    }
  });

  test('a view knows which part of a larger picture it is', () => {
    const { image } = createRamp(50, 40);
    const view = { image, left: 200, top: 100, scaleX: 0.5, scaleY: 0.25 };
    const planes = sampleSquare(view, { left: 220, top: 120, side: 40 }, 32);
    expect((planes[0]! * 65535) / 500).toBeCloseTo((220 + 40 / 64 - 200) * 0.5, 2);
    expect((planes[32 * 32]! * 65535) / 500).toBeCloseTo((120 + 40 / 64 - 100) * 0.25, 2);
  });

  test('outside is a constant, and half outside is half of it', () => {
    const planes = sampleSquare(createRamp(10, 10), { left: -5, top: -10, side: 20 }, 4, 0.5);
    expect(planes[0]).toBeCloseTo(0.5, 6);
    expect(planes[15]).toBeCloseTo(0.5, 6);
    const half = sampleSquare(createRamp(10, 10), { left: -2, top: 2, side: 4 }, 1, 1);
    expect(half[2]).toBeCloseTo(0.5 + (0.5 * 30000) / 65535, 4);
  });

  test('mirroring twice is nothing', () => {
    const planes = Float32Array.from({ length: 2 * 16 }, (_, at) => at);
    expect([...mirrorPlanes(planes, 4).subarray(0, 4)]).toEqual([3, 2, 1, 0]);
    expect([...mirrorPlanes(mirrorPlanes(planes, 4), 4)]).toEqual([...planes]);
  });
});

describe('maps', () => {
  test('bilinear values repeat the edge', () => {
    const map = Float32Array.from([0, 1, 2, 3]);
    expect(mapValue(map, 2, 1, 1)).toBeCloseTo(1.5, 6);
    expect(mapValue(map, 2, -5, -5)).toBe(0);
    expect(mapValue(map, 2, 9, 9)).toBe(3);
  });

  test('a painted map keeps places and never overshoots', () => {
    const size = 16;
    const map = Float32Array.from({ length: size * size }, (_, at) => (at % size < 8 ? 0 : 1));
    const square = { left: 100, top: 50, side: 160 };
    const paint = createMapPainter(map, size, square, { left: 100, top: 50, step: 2, width: 80 });
    const row = new Uint8Array(81);
    paint(40, row, 1, 0, 80);
    expect([row[0], row[1], row[80]]).toEqual([0, 0, 255]);
    expect(Math.abs((row[40]! + row[41]!) / 2 - 127.5)).toBeLessThanOrEqual(0.5);
    for (let x = 2; x < 81; x += 1) expect(row[x]!).toBeGreaterThanOrEqual(row[x - 1]!);
    const part = new Uint8Array(80);
    paint(40, part, 0, 50, 60);
    expect([part[49], part[50], part[59], part[60]]).toEqual([0, row[51], row[60], 0]);
  });
});

test('blocks are averaged', () => {
  const { image } = createRamp(9, 7);
  const reduced = reduceByBlocks(image, 3);
  expect([reduced.width, reduced.height]).toEqual([3, 2]);
  expect([...reduced.data.subarray(0, 3)]).toEqual([750, 750, 30000]);
  expect(reduceByBlocks(image, 1)).toBe(image);
});
