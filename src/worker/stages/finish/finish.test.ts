import { describe, expect, it } from 'vitest';
import { type ColourImage, createColourImage } from '../../imaging/image.ts';
import { composePicture } from './compose.ts';
import { cutSquare, frameIris } from './framing.ts';

/** A white ellipse on black. */
function ellipsePicture(
  size: number,
  ellipse: { cx: number; cy: number; a: number; b: number; angle: number },
) {
  const image = createColourImage(size, size);
  const angle = (ellipse.angle * Math.PI) / 180;
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const dx = x + 0.5 - ellipse.cx;
      const dy = y + 0.5 - ellipse.cy;
      const along = (dx * Math.cos(angle) + dy * Math.sin(angle)) / ellipse.a;
      const across = (-dx * Math.sin(angle) + dy * Math.cos(angle)) / ellipse.b;
      if (along * along + across * across < 1)
        image.data.fill(65535, (y * size + x) * 3, (y * size + x) * 3 + 3);
    }
  return image;
}

/** Share of pixels of the square that disagree with the circle. */
function disagreement(square: ColourImage, circle: { cx: number; cy: number; radius: number }): number {
  let wrong = 0;
  for (let y = 0; y < square.height; y++)
    for (let x = 0; x < square.width; x++) {
      const inside = Math.hypot(x + 0.5 - circle.cx, y + 0.5 - circle.cy) < circle.radius;
      if (inside !== square.data[(y * square.width + x) * 3]! > 32767) wrong++;
    }
  return wrong / (square.width * square.height);
}

describe('frameIris and cutSquare', () => {
  it.each([
    { cx: 150.3, cy: 148.8, a: 90, b: 90, angle: 0 },
    { cx: 150, cy: 150, a: 95, b: 80, angle: 0 },
    { cx: 149.2, cy: 152.7, a: 96, b: 78, angle: 35 },
    { cx: 149.2, cy: 152.7, a: 96, b: 78, angle: -70 },
  ])('makes the iris a centred circle: %o', (ellipse) => {
    const framing = frameIris(ellipse);
    const square = cutSquare(ellipsePicture(300, ellipse), framing);
    expect(disagreement(square, framing.circle)).toBeLessThan(0.006);
    expect(Math.abs(framing.circle.cx - framing.size / 2)).toBeLessThanOrEqual(0.75);
    expect(Math.abs(framing.circle.cy - framing.size / 2)).toBeLessThanOrEqual(0.75);
  });
});

describe('composePicture', () => {
  const grey = () => {
    const image = createColourImage(100, 100);
    image.data.fill(40000);
    return image;
  };
  const circle = { cx: 50, cy: 50, radius: 45 };
  const edge = { inner: 0.92, outer: 0.99 };
  const at = (picture: { width: number; channels: number; data: Uint16Array }, x: number, y: number) => [
    ...picture.data.subarray(
      (y * picture.width + x) * picture.channels,
      (y * picture.width + x + 1) * picture.channels,
    ),
  ];

  it('keeps the iris and clears what lies outside, on black and white', () => {
    for (const [background, ground] of [
      ['black', 0],
      ['white', 65535],
    ] as const) {
      const picture = composePicture(grey(), { circle, edge, background, covered: null });
      expect(at(picture, 50, 50)).toEqual([40000, 40000, 40000]);
      expect(at(picture, 2, 50)).toEqual([ground, ground, ground]);
      expect(at(picture, 50, 99)).toEqual([ground, ground, ground]);
    }
  });

  it('is transparent outside and soft at the limbus', () => {
    const picture = composePicture(grey(), { circle, edge, background: 'transparent', covered: null });
    expect(picture.channels).toBe(4);
    expect(at(picture, 50, 50)).toEqual([40000, 40000, 40000, 65535]);
    expect(at(picture, 0, 0)).toEqual([0, 0, 0, 0]);
    const alpha = at(picture, 50 + 43, 50)[3]!;
    expect(alpha).toBeGreaterThan(0);
    expect(alpha).toBeLessThan(65535);
  });

  it('fades what a lid still covers', () => {
    const covered = { width: 10, height: 10, data: new Uint8Array(100) };
    covered.data.fill(255, 0, 30);
    const picture = composePicture(grey(), { circle, edge, background: 'black', covered });
    expect(at(picture, 50, 20)).toEqual([0, 0, 0]);
    expect(at(picture, 50, 60)).toEqual([40000, 40000, 40000]);
  });
});
