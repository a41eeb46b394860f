import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chooseTileSize, planTiles } from './tiles.ts';

it('covers every pixel of the circle exactly once, with tiles no larger than asked', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 8, max: 120 }),
      fc.integer({ min: 3, max: 70 }),
      fc.double({ min: 0.2, max: 0.8, noNaN: true }),
      fc.double({ min: 0.05, max: 0.9, noNaN: true }),
      (size, cell, centre, radius) => {
        const circle = { cx: size * centre, cy: size * (1 - centre), radius: size * radius };
        const hits = new Uint8Array(size * size);
        for (const tile of planTiles(size, cell, circle)) {
          expect(tile.width).toBeLessThanOrEqual(cell);
          expect(tile.height).toBeLessThanOrEqual(cell);
          for (let y = tile.top; y < tile.top + tile.height; y++)
            for (let x = tile.left; x < tile.left + tile.width; x++) hits[y * size + x]!++;
        }
        for (let y = 0; y < size; y++)
          for (let x = 0; x < size; x++) {
            const inside = Math.hypot(x + 0.5 - circle.cx, y + 0.5 - circle.cy) < circle.radius;
            const count = hits[y * size + x]!;
            expect(count).toBeLessThanOrEqual(1);
            if (inside) expect(count).toBe(1);
          }
      },
    ),
    { numRuns: 60, seed: 7 },
  );
});

it('leaves out what the circle does not touch', () => {
  const tiles = planTiles(1600, 228, { cx: 800, cy: 800, radius: 750 });
  const computed = tiles.reduce((sum, tile) => sum + tile.width * tile.height, 0);
  expect(computed / (Math.PI * 750 * 750)).toBeLessThan(1.2);
});

it('chooses a tile size that computes fewer pixels than a fixed one would', () => {
  for (const { size, padding, radius } of [
    { size: 1024, padding: 34, radius: 483 },
    { size: 1590, padding: 14, radius: 750 },
    { size: 400, padding: 14, radius: 188 },
  ]) {
    const circle = { cx: size / 2, cy: size / 2, radius };
    const pixels = (tile: number) => planTiles(size, tile - 2 * padding, circle).length * tile * tile;
    expect(pixels(chooseTileSize(size, padding, circle))).toBeLessThanOrEqual(pixels(256));
  }
});

it('leaves little beyond what bands and columns need', () => {
  // Four bands of 966 pixels, with 34 around each, fit tiles of 310; of the sizes on offer 312 is the next.
  expect(chooseTileSize(1024, 34, { cx: 512, cy: 512, radius: 483 })).toBe(312);
});
