import { describe, expect, it } from 'vitest';
import { createMaskImage, type MaskImage } from './image.ts';
import { close, connectedComponents, dilate, distanceTo, either, erode } from './morphology.ts';

function draw(width: number, height: number, inside: (x: number, y: number) => boolean): MaskImage {
  const mask = createMaskImage(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) if (inside(x, y)) mask.data[y * width + x] = 255;
  }
  return mask;
}

const area = (mask: MaskImage) => mask.data.reduce((sum, value) => sum + (value >= 128 ? 1 : 0), 0);

describe('distances', () => {
  it('agree with the definition', () => {
    const points = [
      [3, 4],
      [17, 2],
      [9, 13],
    ] as const;
    const mask = draw(20, 15, (x, y) => points.some(([px, py]) => px === x && py === y));
    const distance = distanceTo(mask);
    for (let y = 0; y < 15; y += 1) {
      for (let x = 0; x < 20; x += 1) {
        const nearest = Math.min(...points.map(([px, py]) => Math.hypot(px - x, py - y)));
        expect(distance[y * 20 + x]).toBeCloseTo(nearest, 4);
      }
    }
  });

  it('are infinite in an empty mask', () => {
    expect(distanceTo(createMaskImage(4, 3)).every((value) => value === Number.POSITIVE_INFINITY)).toBe(true);
  });
});

describe('growing and shrinking', () => {
  it('turns a point into a disc', () => {
    const disc = dilate(
      draw(41, 41, (x, y) => x === 20 && y === 20),
      10,
    );
    expect(area(disc) / (Math.PI * 100)).toBeCloseTo(1, 1);
  });

  it.each([0, 1, 2.3, 5, 17.8])('by %d reaches what lies no farther, and nothing else', (radius) => {
    const mask = draw(50, 40, (x, y) => (x * 7919 + y * 104729) % 211 === 0);
    const distance = distanceTo(mask);
    expect(dilate(mask, radius).data).toEqual(Uint8Array.from(distance, (d) => (d <= radius ? 255 : 0)));
    const inward = distanceTo(mask, (value) => value < 128);
    expect(erode(mask, radius).data).toEqual(Uint8Array.from(inward, (d) => (d > radius ? 255 : 0)));
  });

  it('takes a rim off, and a speck away', () => {
    const mask = draw(40, 40, (x, y) => (x >= 10 && x < 30 && y >= 10 && y < 30) || (x === 4 && y === 4));
    expect(area(erode(mask, 2.5))).toBe(16 * 16);
  });

  it('closes a gap but not a bay', () => {
    const mask = draw(60, 30, (x, y) => y >= 5 && y < 25 && ((x >= 5 && x < 20) || (x >= 23 && x < 40)));
    const closed = close(mask, 3);
    expect(closed.data[15 * 60 + 21]).toBe(255);
    expect(closed.data[15 * 60 + 45]).toBe(0);
  });
});

describe('connected components', () => {
  it('come in reading order with their boxes, joined across corners', () => {
    const mask = draw(12, 8, (x, y) => (x === y && x < 4) || (x >= 8 && y >= 5));
    const parts = connectedComponents(mask);
    expect(parts.map((part) => [part.pixels.length, part.left, part.top, part.right, part.bottom])).toEqual([
      [4, 0, 0, 4, 4],
      [12, 8, 5, 12, 8],
    ]);
  });

  it('hold large parts', () => {
    const parts = connectedComponents(draw(100, 90, () => true));
    expect(parts).toHaveLength(1);
    expect(new Set(parts[0]?.pixels).size).toBe(9000);
  });
});

describe('two masks', () => {
  it('make one that has the greater of both, and nothing of an empty one', () => {
    const mask = (...data: number[]): MaskImage => ({
      width: data.length,
      height: 1,
      data: Uint8Array.from(data),
    });
    const one = mask(0, 100, 255);
    expect(either(one, mask(40, 20, 0)).data).toEqual(mask(40, 100, 255).data);
    expect(either(one, null)).toBe(one);
  });
});
