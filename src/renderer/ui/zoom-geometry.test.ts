import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clampLook,
  clampScale,
  dividerAt,
  fitLook,
  isCrisp,
  shareAt,
  snapLook,
  visibleSpan,
  zoomAbout,
} from './zoom-geometry.ts';

const picture = { width: 4096, height: 4096 };
const viewport = { width: 1280, height: 700 };

describe('looking at a picture', () => {
  it('fits it in the middle with air around it', () => {
    const look = fitLook(picture, viewport, 24);
    expect(look.scale * 4096).toBeCloseTo(652, 9);
    expect(look.y).toBeCloseTo(24, 9);
    expect(look.x).toBeCloseTo((1280 - 652) / 2, 9);
  });

  it('keeps what is under the pointer under the pointer', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1280, noNaN: true }),
        fc.double({ min: 0, max: 700, noNaN: true }),
        fc.double({ min: 0.2, max: 8, noNaN: true }),
        (x, y, scale) => {
          const before = fitLook(picture, viewport, 0);
          const after = zoomAbout(before, { x, y }, scale);
          expect((x - after.x) / after.scale).toBeCloseTo((x - before.x) / before.scale, 5);
          expect((y - after.y) / after.scale).toBeCloseTo((y - before.y) / before.scale, 5);
        },
      ),
    );
  });

  it('leaves no gap beside a large picture and centres a small one', () => {
    expect(clampLook({ scale: 1, x: 50, y: -5000 }, picture, viewport)).toEqual({
      scale: 1,
      x: 0,
      y: 700 - 4096,
    });
    expect(clampLook({ scale: 0.1, x: 900, y: 0 }, picture, viewport).x).toBeCloseTo((1280 - 409.6) / 2, 9);
  });

  it('goes from all of it to eight device pixels per pixel, also for pictures smaller than the window', () => {
    expect(clampScale(0.01, 0.17, 2)).toBe(0.17);
    expect(clampScale(99, 0.17, 2)).toBe(4);
    expect(clampScale(1, 12, 1)).toBe(12);
  });

  it('is crisp from 1:1 in device pixels on, and lands on whole ones', () => {
    expect(isCrisp({ scale: 0.5, x: 0, y: 0 }, 2)).toBe(true);
    expect(isCrisp({ scale: 0.5, x: 0, y: 0 }, 1)).toBe(false);
    expect(snapLook({ scale: 0.5, x: 10.3, y: -7.8 }, 2)).toEqual({ scale: 0.5, x: 10.5, y: -8 });
  });
});

describe('the divider', () => {
  it('runs over the visible picture only', () => {
    const whole = visibleSpan(fitLook(picture, viewport, 0), picture, viewport);
    expect(dividerAt(0, whole)).toBeCloseTo(290, 9);
    expect(dividerAt(1, whole)).toBeCloseTo(990, 9);
    const close = visibleSpan({ scale: 1, x: -800, y: -900 }, picture, viewport);
    expect(close).toEqual({ left: 0, right: 1280 });
  });

  it('follows the pointer and stops at the edges', () => {
    const span = { left: 290, right: 990 };
    expect(shareAt(640, span)).toBeCloseTo(0.5, 9);
    expect(shareAt(0, span)).toBe(0);
    expect(shareAt(5000, span)).toBe(1);
    expect(shareAt(5, { left: 3, right: 3 })).toBe(0.5);
  });
});
