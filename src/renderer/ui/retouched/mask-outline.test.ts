import { describe, expect, it } from 'vitest';
import { type Mask, outlineOf, withinDisc } from './mask-outline.ts';

/** Rows of a mask; a dot is nothing, everything else is set. */
function maskOf(...rows: string[]): Mask {
  const data = Uint8Array.from(rows.join(''), (sign) => (sign === '.' ? 0 : 255));
  return { width: rows[0]!.length, height: rows.length, data };
}

const square = (edge: number, hole = 0): Mask => {
  const data = new Uint8Array((edge + 4) ** 2);
  const inside = (at: number, from: number, length: number) => at >= from && at < from + length;
  for (let y = 0; y < edge + 4; y++)
    for (let x = 0; x < edge + 4; x++) {
      const isHole = inside(x, 2 + (edge - hole) / 2, hole) && inside(y, 2 + (edge - hole) / 2, hole);
      if (inside(x, 2, edge) && inside(y, 2, edge) && !isHole) data[y * (edge + 4) + x] = 1;
    }
  return { width: edge + 4, height: edge + 4, data };
};

const ringsOf = (mask: Mask) =>
  (outlineOf(mask) ?? '')
    .split('Z')
    .filter((ring) => ring !== '')
    .map((ring) =>
      ring
        .slice(1)
        .split('L')
        .map((point) => point.split(' ').map(Number) as [number, number]),
    );

/** Twice the area, positive where a ring runs with the hands of a clock. */
function areaOf(ring: readonly (readonly [number, number])[]): number {
  return ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length]!;
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);
}

describe('the outline of a mask', () => {
  it('is nothing where nothing is set', () => {
    expect(outlineOf(maskOf('...', '...'))).toBeNull();
  });

  it('lies on the edges of what is set', () => {
    const [ring = [], ...others] = ringsOf(square(20));
    expect(others).toEqual([]);
    for (const along of [ring.map(([x]) => x), ring.map(([, y]) => y)]) {
      expect(Math.min(...along)).toBeCloseTo(2, 1);
      expect(Math.max(...along)).toBeCloseTo(22, 1);
    }
    expect(areaOf(ring)).toBeGreaterThan(390);
    expect(ring.length).toBeLessThan(50);
  });

  it('goes around a hole the other way', () => {
    const [outer = [], inner = []] = ringsOf(square(20, 10));
    expect(areaOf(outer)).toBeGreaterThan(390);
    expect(areaOf(inner)).toBeLessThan(-94);
  });

  it('knows one pixel, at an edge of the picture too', () => {
    const [ring = []] = ringsOf(maskOf('x..', '...'));
    expect(ring).toEqual([
      [0.5, 0],
      [1, 0.5],
      [0.5, 1],
      [0, 0.5],
    ]);
  });

  it('takes pixels that touch at a corner as one, and others apart', () => {
    expect(ringsOf(maskOf('x..', '.x.', '..x'))).toHaveLength(1);
    expect(ringsOf(maskOf('x.x', '...', 'x.x'))).toHaveLength(4);
  });

  it('follows a disc closely with few points', () => {
    const [edge, radius] = [400, 150];
    const data = new Uint8Array(edge * edge);
    for (let pixel = 0; pixel < data.length; pixel++) {
      const [x, y] = [(pixel % edge) + 0.5 - 200, Math.floor(pixel / edge) + 0.5 - 200];
      if (Math.hypot(x, y) < radius) data[pixel] = 255;
    }
    const [ring = []] = ringsOf({ width: edge, height: edge, data });
    for (const [x, y] of ring) expect(Math.abs(Math.hypot(x - 200, y - 200) - radius)).toBeLessThan(1);
    expect(areaOf(ring) / (Math.PI * radius ** 2)).toBeCloseTo(1, 2);
    expect(ring.length).toBeLessThan(1200);
  });

  it('leaves out what lies beyond a disc', () => {
    const all: Mask = { width: 100, height: 100, data: new Uint8Array(10_000).fill(1) };
    const [ring = []] = ringsOf(withinDisc(all, 0.8));
    for (const [x, y] of ring) expect(Math.abs(Math.hypot(x - 50, y - 50) - 40)).toBeLessThan(1);
  });
});
