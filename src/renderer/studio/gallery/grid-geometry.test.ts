import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cropToEye, layoutGrid } from './grid-geometry.ts';

describe('the grid', () => {
  it('keeps at most 300 cards in the document, whatever the window', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: 5200 }),
        fc.integer({ min: 300, max: 2900 }),
        fc.integer({ min: 96, max: 480 }),
        (width, height, wishedSize) => {
          const { columns, rowHeight, overscan, size } = layoutGrid({
            width,
            height,
            wishedSize,
            gap: 12,
            most: 300,
          });
          const rows = Math.ceil(height / rowHeight) + 1 + 2 * overscan;
          expect(columns * rows).toBeLessThanOrEqual(300);
          expect(columns * size + (columns - 1) * 12).toBeCloseTo(width, 6);
        },
      ),
    );
  });

  it('gives the wished size or a little more', () => {
    const { columns, size } = layoutGrid({ width: 1208, height: 700, wishedSize: 180, gap: 12, most: 300 });
    expect(columns).toBe(6);
    expect(size).toBeGreaterThanOrEqual(180);
    expect(size).toBeLessThan(210);
  });
});

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
