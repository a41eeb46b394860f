import { beforeAll, describe, expect, test } from 'vitest';
import { circle, ellipseContains, ellipseLevel } from '../../imaging/ellipse-geometry.ts';
import type { ColourImage } from '../../imaging/image.ts';
import { buildIrisFrame } from './build-iris-frame.ts';
import { createColourFinder, drawEyes, photographOf } from './drawn-eye.ts';
import { type Finding, findIris } from './find-iris.ts';
import { renderVisibleMask } from './visible-mask.ts';

const truth = {
  iris: circle(260, 200, 100),
  pupil: circle(255, 204, 35),
  opening: { cx: 260, cy: 230, a: 250, b: 110, angle: 0 },
  catchlights: [circle(300, 170, 12)],
};
let image: ColourImage;
let finding: Finding;

beforeAll(async () => {
  image = drawEyes(520, 400, [truth]);
  finding = await findIris(photographOf(image), createColourFinder());
});

describe('the frame around an iris', () => {
  test('shows the photograph’s own pixels in their place', async () => {
    const frame = await buildIrisFrame(photographOf(image), finding, { largestDiameter: 4096 });
    expect(frame.scale).toBe(1);
    expect(frame.image.width).toBe(frame.region.width);
    expect(frame.iris.cx + frame.region.left).toBeCloseTo(finding.iris.cx, 9);
    for (const [x, y] of [
      [200, 180],
      [260, 310],
    ] as const) {
      const at = ((y - frame.region.top) * frame.image.width + x - frame.region.left) * 3;
      expect([...frame.image.data.subarray(at, at + 3)]).toEqual([
        ...image.data.subarray((y * 520 + x) * 3, (y * 520 + x) * 3 + 3),
      ]);
    }
    expect(frame.inside.data.every((value) => value === 255)).toBe(true);
  });

  test('the visible mask is open eye, inside the iris and outside the pupil', async () => {
    const frame = await buildIrisFrame(photographOf(image), finding, { largestDiameter: 4096 });
    const { width } = frame.image;
    let wrong = 0;
    let area = 0;
    for (let y = 0; y < width; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const [sourceX, sourceY] = [x + 0.5 + frame.region.left, y + 0.5 + frame.region.top];
        const expected =
          ellipseContains(truth.iris, sourceX, sourceY) &&
          !ellipseContains(truth.pupil, sourceX, sourceY) &&
          ellipseLevel(truth.opening, sourceX, sourceY) < 1;
        area += expected ? 1 : 0;
        if (frame.visible.data[y * width + x]! > 127 !== expected) wrong += 1;
      }
    }
    expect(wrong / area).toBeLessThan(0.03);
    const light = (170 - frame.region.top) * width + 300 - frame.region.left;
    expect(frame.visible.data[light]).toBeGreaterThan(200);
    expect(frame.specular.data[light]).toBeGreaterThan(200);
  });

  test('is reduced when the iris is larger than any picture', async () => {
    const frame = await buildIrisFrame(photographOf(image), finding, { largestDiameter: 100 });
    expect(frame.scale).toBeCloseTo(0.5, 1);
    expect(2 * frame.iris.a).toBeCloseTo(100, 0);
    expect(frame.image.width).toBe(frame.visible.width);
    const middle = Math.round(frame.iris.cy - 2) * frame.image.width + Math.round(frame.iris.cx - 2);
    expect(frame.image.data[middle * 3]! / 65535).toBeCloseTo(0.04, 2);
  });

  test('goes on beyond the photograph with its edge pixels, and says so', async () => {
    const outside = { ...finding, iris: circle(40, 390, 100), pupil: null };
    for (const largestDiameter of [4096, 120]) {
      const frame = await buildIrisFrame(photographOf(image), outside, { largestDiameter });
      const { width, height } = frame.image;
      expect([width, height]).toEqual([frame.inside.width, frame.inside.height]);
      const covered = frame.inside.data.filter((value) => value === 255).length / frame.inside.data.length;
      expect(covered).toBeCloseTo(((40 + 130) * (130 + 10)) / 260 ** 2, 1);
      expect(frame.inside.data[0]).toBe(0);
      expect(frame.inside.data[width - 1]).toBe(255);
      const lastRow = frame.image.data.subarray((height - 1) * width * 3);
      const edge = frame.image.data.subarray(Math.floor(height * 0.5) * width * 3);
      expect(lastRow[0]! + edge[0]!).toBeGreaterThan(0);
    }
  });
});

describe('the visible mask of the whole source', () => {
  test('equals the frame’s where the frame is, and is zero elsewhere', async () => {
    const frame = await buildIrisFrame(photographOf(image), finding, { largestDiameter: 4096 });
    const mask = renderVisibleMask(finding, 520, 400);
    expect([mask.width, mask.height]).toEqual([520, 400]);
    let difference = 0;
    for (let y = 0; y < 400; y += 1) {
      for (let x = 0; x < 520; x += 1) {
        const [frameX, frameY] = [x - frame.region.left, y - frame.region.top];
        const there =
          frameX >= 0 && frameY >= 0 && frameX < frame.visible.width && frameY < frame.visible.height;
        const expected = there ? frame.visible.data[frameY * frame.visible.width + frameX]! : 0;
        difference = Math.max(difference, Math.abs(mask.data[y * 520 + x]! - expected));
      }
    }
    expect(difference).toBeLessThanOrEqual(1);
  });

  test('is cut at the source’s edges', () => {
    const mask = renderVisibleMask({ ...finding, iris: circle(-500, 200, 50), pupil: null }, 520, 400);
    expect(mask.data.every((value) => value === 0)).toBe(true);
  });
});
