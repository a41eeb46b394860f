import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutGrid } from './grid-geometry.ts';

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
