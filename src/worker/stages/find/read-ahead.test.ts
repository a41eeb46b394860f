import { describe, expect, test } from 'vitest';
import { createColourImage } from '../../imaging/image.ts';
import { squareAround } from '../../imaging/sampling.ts';
import { photographOf } from './drawn-eye.ts';
import { cutView, ReadAhead, readCoarsely, showsAll } from './read-ahead.ts';

/** Every pixel tells where it is. */
function gridded(width: number, height: number) {
  const image = createColourImage(width, height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) image.data.set([x * 10, y * 10, 0], (y * width + x) * 3);
  return photographOf(image);
}

const iris = { cx: 120, cy: 90, a: 50, b: 48, angle: 0 };

describe('reading ahead', () => {
  test('one reading serves all that lies around the iris', async () => {
    const photograph = gridded(300, 200);
    const ahead = ReadAhead.around(photograph, iris)!;
    const view = (await ahead.view(squareAround(iris.cx, iris.cy, 140)))!;
    const region = { left: 60, top: 30, width: 120, height: 110 };
    expect(showsAll(view, region)).toBe(true);
    const part = cutView(view, region);
    expect(part).toEqual(await photograph.readRegion(region));
    expect(photograph.readings).toBe(2);
  });

  test('what was not read is not made up', async () => {
    const ahead = ReadAhead.around(gridded(300, 200), iris)!;
    expect(await ahead.view(squareAround(iris.cx + 40, iris.cy, 140))).toBeNull();
    const view = (await ahead.view(squareAround(iris.cx, iris.cy, 140)))!;
    expect(showsAll(view, { left: 0, top: 0, width: 120, height: 110 })).toBe(false);
  });

  test('is read more coarsely the larger the iris is', async () => {
    const view = { image: createColourImage(4, 4), left: 0, top: 0, scaleX: 1, scaleY: 1 };
    const blocks = (side: number) => readCoarsely(view, squareAround(0, 0, side), 1000).blocks;
    expect([400, 1400, 1600, 3100].map(blocks)).toEqual([1, 1, 2, 3]);
  });

  test('a very large iris is not held whole', () => {
    expect(ReadAhead.around(gridded(8, 8), { ...iris, a: 2200, b: 2200 })).not.toBeNull();
    const large = { ...gridded(8, 8), width: 9000, height: 9000 };
    expect(ReadAhead.around(large, { cx: 4500, cy: 4500, a: 2200, b: 2200, angle: 0 })).toBeNull();
  });

  test('a reading that fails is met where it is asked for, and nowhere else', async () => {
    const broken = { ...gridded(300, 200), readRegion: () => Promise.reject(new Error('torn')) };
    const ahead = ReadAhead.around(broken, iris)!;
    await ahead.settled();
    await expect(ahead.view(squareAround(iris.cx, iris.cy, 140))).rejects.toThrow('torn');
  });
});
