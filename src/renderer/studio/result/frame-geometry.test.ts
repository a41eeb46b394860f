import { expect, it } from 'vitest';
import { photoInFrame } from './frame-geometry.ts';

it('lays the photo so that its iris fills the frame but for the margin', () => {
  const iris = { cx: 2100, cy: 1400, a: 1000, b: 990, angle: 0 };
  const place = photoInFrame({ width: 4000, height: 3000 }, { iris, margin: 1.1 });
  const toFrame = (x: number) => place.left + (x / 4000) * place.width;
  expect(toFrame(2100)).toBeCloseTo(0.5, 9);
  expect(toFrame(1100)).toBeCloseTo(0.5 - 0.5 / 1.1, 9);
  expect(place.top + (1400 / 3000) * place.height).toBeCloseTo(0.5, 9);
});
