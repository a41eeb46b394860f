import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cropToEye } from './crop-to-eye.ts';

describe('a photo in its card', () => {
  it('covers the card from the middle while the eye is unknown', () => {
    expect(cropToEye(4000, 3000, null)).toEqual({ left: -500 / 3000, top: -0, width: 4 / 3, height: 1 });
  });

  it('comes closer to a small eye without leaving the photo', () => {
    const crop = cropToEye(4000, 3000, { x: 0.95, y: 0.1, diameter: 0.2 });
    expect(crop.left + crop.width).toBeCloseTo(1, 9);
    expect(crop.top).toBeCloseTo(0, 9);
    expect(crop.width).toBeCloseTo(4000 / (800 / 0.66), 6);
  });

  it('always covers the whole card', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 50, max: 9000 }),
        fc.integer({ min: 50, max: 9000 }),
        fc.record({ x: share, y: share, diameter: share }),
        (width, height, eye) => {
          const crop = cropToEye(width, height, eye);
          for (const [start, length] of [
            [crop.left, crop.width],
            [crop.top, crop.height],
          ] as const) {
            expect(start).toBeLessThanOrEqual(1e-9);
            expect(start + length).toBeGreaterThanOrEqual(1 - 1e-9);
          }
        },
      ),
    );
  });
});
