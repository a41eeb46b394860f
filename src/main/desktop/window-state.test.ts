import { expect, test } from 'vitest';
import { placeWindow, smallestWindow } from './window-state.ts';

const main = { x: 0, y: 25, width: 1920, height: 1015 };
const second = { x: 1920, y: 0, width: 1280, height: 1024 };
const at = (x: number, y: number, width = 1000, height = 700) => ({
  x,
  y,
  width,
  height,
  maximized: false,
  fullScreen: false,
});

test('is in the middle of the main screen the first time, and no larger than it', () => {
  expect(placeWindow(null, [main])).toEqual({ x: 320, y: 133, width: 1280, height: 800 });
  expect(placeWindow(null, [{ x: 0, y: 0, width: 1024, height: 600 }])).toEqual({
    x: 0,
    y: 0,
    width: 1024,
    height: 600,
  });
});

test('is where it was, also on the second screen and a little beyond an edge', () => {
  expect(placeWindow(at(2000, 100), [main, second])).toEqual({ x: 2000, y: 100, width: 1000, height: 700 });
  expect(placeWindow(at(-300, 100), [main])).toMatchObject({ x: -300, y: 100 });
});

test('comes back to the main screen when its own has gone', () => {
  expect(placeWindow(at(2000, 100), [main])).toMatchObject({ x: 320, width: 1280 });
  expect(placeWindow(at(5000, 5000), [main, second])).toMatchObject({ x: 320 });
  // Its title bar must be within reach.
  expect(placeWindow(at(100, -690), [main])).toMatchObject({ x: 320 });
  expect(placeWindow(at(-900, 100), [main])).toMatchObject({ x: 320 });
});

test('is never larger than the screen it is on, nor too small', () => {
  expect(placeWindow(at(0, 30, 4000, 3000), [main])).toMatchObject({ width: 1920, height: 1015 });
  expect(placeWindow(at(0, 30, 200, 50), [main])).toMatchObject(smallestWindow);
});
