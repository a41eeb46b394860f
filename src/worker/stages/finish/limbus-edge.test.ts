import { expect, it } from 'vitest';
import { createColourImage, createMaskImage } from '../../imaging/image.ts';
import type { IrisFrame } from '../iris-frame.ts';
import { measureLimbusEdge } from './limbus-edge.ts';

/** A dark disc on white whose edge is blurred over `blur` radii on either side of the outline. */
function frameWithLimbus(blur: number, sclera = 60000): IrisFrame {
  const size = 400;
  const radius = 150;
  const image = createColourImage(size, size);
  const opening = createMaskImage(size, size);
  const inside = createMaskImage(size, size);
  opening.data.fill(255);
  inside.data.fill(255);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const distance = Math.hypot(x + 0.5 - 200, y + 0.5 - 200) / radius;
      const share = Math.min(1, Math.max(0, (distance - 1 + blur) / (2 * blur)));
      image.data.fill(20000 + (sclera - 20000) * share, (y * size + x) * 3, (y * size + x) * 3 + 3);
    }
  const iris = { cx: 200, cy: 200, a: radius, b: radius, angle: 0 };
  const region = { left: 0, top: 0, width: size, height: size };
  return { region, scale: 1, image, inside, iris, pupil: null, opening, visible: opening, specular: inside };
}

it('leaves a sharp limbus almost whole and cuts a soft one where its rim begins', () => {
  expect(measureLimbusEdge(frameWithLimbus(0.01)).outer).toBeCloseTo(0.98, 2);
  const soft = measureLimbusEdge(frameWithLimbus(0.08));
  expect(soft.outer).toBeGreaterThan(0.92);
  expect(soft.outer).toBeLessThan(0.95);
  expect(soft.inner).toBeLessThan(soft.outer);
});

it('keeps the usual edge where nothing tells iris from sclera', () => {
  expect(measureLimbusEdge(frameWithLimbus(0.05, 21000)).outer).toBe(0.98);
  const closed = frameWithLimbus(0.05);
  closed.opening.data.fill(0);
  expect(measureLimbusEdge(closed).outer).toBe(0.98);
});
