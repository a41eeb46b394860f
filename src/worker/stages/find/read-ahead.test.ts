import { describe, expect, test } from 'vitest';
import { createColourImage } from '../../imaging/image.ts';
import { squareAround } from '../../imaging/sampling.ts';
import { photographOf } from './drawn-eye.ts';
import { cutView, ReadAhead, reduceView, showsAll } from './read-ahead.ts';

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
    const view = (await ahead.view(squareAround(iris.cx, iris.cy, 150)))!;
    const region = { left: 60, top: 30, width: 120, height: 110 };
    expect(showsAll(view, region)).toBe(true);
    const part = cutView(view, region);
    expect(part).toEqual(await photograph.readRegion(region));
    expect(photograph.readings).toBe(2);
  });

  test('what was not read is not made up', async () => {
    const ahead = ReadAhead.around(gridded(300, 200), iris)!;
    expect(await ahead.view(squareAround(iris.cx + 40, iris.cy, 150))).toBeNull();
    const view = (await ahead.view(squareAround(iris.cx, iris.cy, 150)))!;
    expect(showsAll(view, { left: 0, top: 0, width: 120, height: 110 })).toBe(false);
  });

  test('a part is reduced in its place', async () => {
    const ahead = ReadAhead.around(gridded(300, 200), iris)!;
    const square = squareAround(iris.cx, iris.cy, 140);
    const reduced = reduceView((await ahead.view(square))!, square, 70);
    expect(reduced).toMatchObject({ left: 50, top: 20, scaleX: 0.5, scaleY: 0.5 });
    // The mean of columns 50 and 51, and of rows 20 and 21.
    expect([...reduced.image.data.subarray(0, 2)]).toEqual([505, 205]);
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
    await expect(ahead.view(squareAround(iris.cx, iris.cy, 150))).rejects.toThrow('torn');
  });
});
