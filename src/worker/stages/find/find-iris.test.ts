import { describe, expect, test } from 'vitest';
import { StudioFailure } from '../../../contracts/failure.ts';
import { circle, ellipseOverlap } from '../../imaging/ellipse-geometry.ts';
import type { FinderModel } from '../../models/ports.ts';
import { createColourFinder, type DrawnEye, drawEyes, photographOf } from './drawn-eye.ts';
import { findIris } from './find-iris.ts';

const eye: DrawnEye = {
  iris: { cx: 301.3, cy: 219.6, a: 122, b: 112, angle: 15 },
  pupil: { cx: 296, cy: 223, a: 44, b: 41, angle: 10 },
  catchlights: [circle(330, 180, 14)],
  opening: { cx: 300, cy: 260, a: 270, b: 135, angle: 0 },
  limbusSoftness: 10,
};

const photograph = photographOf(drawEyes(600, 440, [eye]));

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof StudioFailure ? error : null),
  );

describe('finding an iris', () => {
  test('both edges lie where they were drawn, also under a lid', async () => {
    const found = await findIris(photograph, createColourFinder());
    expect(ellipseOverlap(found.iris, eye.iris)).toBeGreaterThan(0.975);
    expect(ellipseOverlap(found.pupil!, eye.pupil!)).toBeGreaterThan(0.95);
    expect(found.confidence).toBeGreaterThan(0.8);
    expect(found.eyes).toBe(1);
  });

  test('costs a look at the whole, a wide one and a close one', async () => {
    const finder = createColourFinder();
    await findIris(photograph, finder);
    expect(finder.passes).toEqual([256, 192, 256]);
  });

  test('looks at a small iris and its mirror image', async () => {
    const finder = createColourFinder();
    const small = { iris: circle(300, 220, 45), pupil: circle(300, 220, 16), opening: circle(300, 220, 70) };
    await findIris(photographOf(drawEyes(600, 440, [small])), finder);
    expect(finder.passes).toEqual([256, 160, 160, 192, 192]);
  });

  test('an iris at the edge of the photograph goes on beyond it', async () => {
    const cut = {
      iris: circle(60, 220, 110),
      pupil: circle(62, 222, 40),
      opening: { cx: 120, cy: 220, a: 260, b: 160, angle: 0 },
    };
    const found = await findIris(photographOf(drawEyes(600, 440, [cut])), createColourFinder());
    expect(found.iris.cx - found.iris.a).toBeLessThan(-20);
    expect(ellipseOverlap(found.iris, cut.iris)).toBeGreaterThan(0.75);
  });

  test('of several eyes it takes the large one in the middle and counts the rest', async () => {
    const small = { iris: circle(90, 90, 50), pupil: circle(90, 90, 18), opening: circle(90, 90, 75) };
    const large = { iris: circle(330, 240, 88), pupil: circle(330, 240, 30), opening: circle(330, 240, 120) };
    const found = await findIris(photographOf(drawEyes(640, 440, [small, large])), createColourFinder());
    expect(ellipseOverlap(found.iris, large.iris)).toBeGreaterThan(0.95);
    expect(found.eyes).toBe(2);
  });

  test('a small eye in a large photograph is read again, closer', async () => {
    const far = {
      iris: circle(1901.5, 300.5, 65),
      pupil: circle(1901.5, 300.5, 24),
      opening: circle(1900, 300, 95),
    };
    const photograph = photographOf(drawEyes(2600, 600, [far]));
    const found = await findIris(photograph, createColourFinder());
    expect(ellipseOverlap(found.iris, far.iris)).toBeGreaterThan(0.96);
    expect(photograph.readings).toBeGreaterThan(2);
  });

  test('no pupil is claimed where none can be seen', async () => {
    const found = await findIris(
      photographOf(drawEyes(600, 440, [{ ...eye, pupil: null, catchlights: [] }])),
      createColourFinder(),
    );
    expect(found.pupil).toBeNull();
    expect(ellipseOverlap(found.iris, eye.iris)).toBeGreaterThan(0.97);
  });

  test('bare skin has no iris, after a second and closer look', async () => {
    const finder = createColourFinder();
    const failure = await failureOf(findIris(photographOf(drawEyes(300, 200, [])), finder));
    expect(failure?.code).toBe('irisNotFound');
    expect(failure?.details.confidence).toBe(0);
    expect(finder.passes).toHaveLength(2);
  });

  test('what the network half believes and no lids surround is refused, with its doubtful confidence', async () => {
    const finder = createColourFinder();
    const doubtful: FinderModel = {
      async segment(planes, size) {
        const maps = await finder.segment(planes, size);
        const area = size * size;
        return maps.map((value, at) => value * (at < area ? 0.45 : 0.75));
      },
    };
    const button = drawEyes(500, 400, [{ iris: circle(250, 200, 80), pupil: null }]);
    const failure = await failureOf(findIris(photographOf(button), doubtful));
    expect(failure?.code).toBe('irisNotFound');
    expect(failure?.details.confidence).toBeGreaterThan(0);
    expect(failure?.details.confidence).toBeLessThan(0.5);
  });

  test('a drawn outline is kept as it is; only its surroundings are looked at', async () => {
    const finder = createColourFinder();
    const outline = { iris: circle(300, 220, 100), pupil: null };
    const found = await findIris(photograph, finder, { outline });
    expect(found.iris).toEqual(outline.iris);
    expect(found.pupil).toBeNull();
    expect(found.confidence).toBe(1);
    expect(finder.passes).toHaveLength(2);
  });

  test('stops between passes when asked', async () => {
    const controller = new AbortController();
    const finder = createColourFinder();
    const stopping: typeof finder = {
      passes: finder.passes,
      segment: (image, size) => {
        controller.abort();
        return finder.segment(image, size);
      },
    };
    const search = findIris(photograph, stopping, { signal: controller.signal });
    expect((await failureOf(search))?.code).toBe('cancelled');
    expect(finder.passes).toHaveLength(1);
  });
});
