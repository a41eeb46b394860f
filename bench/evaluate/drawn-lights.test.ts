import { describe, expect, it } from 'vitest';
import { srgbToLinear } from '../../src/worker/imaging/colour-srgb.ts';
import { createColourImage } from '../../src/worker/imaging/image.ts';
import { addLight, burntLight, veilKinds, veilLight } from './drawn-lights.ts';

/** Runs of light once around at one distance from a place. */
function runsAround(light: (u: number, v: number) => number, distance: number): number {
  let runs = 0;
  const at = (step: number) => {
    const angle = (step / 720) * 2 * Math.PI;
    return light(distance * Math.cos(angle), distance * Math.sin(angle)) > 0;
  };
  for (let step = 0; step < 720; step += 1) if (at(step) && !at(step - 1)) runs += 1;
  return runs;
}

describe('drawn lights', () => {
  it('are rings and dotted rings around the pupil', () => {
    for (let seed = 0; seed < 5; seed += 1) {
      // The most runs of light at any one distance from the centre: a ring's is in one piece, or crossed askew.
      const most = (kind: 'ring' | 'LED ring') => {
        const light = burntLight(kind, seed);
        return Math.max(...Array.from({ length: 12 }, (_, at) => runsAround(light, 0.5 + at / 40)));
      };
      expect(most('ring')).toBeLessThanOrEqual(2);
      expect(most('LED ring')).toBeGreaterThan(4);
      // On every ray there is light.
      const ring = burntLight('ring', seed);
      for (let angle = 0; angle < 6.28; angle += 0.1) {
        const ray = Array.from({ length: 100 }, (_, at) =>
          ring((Math.cos(angle) * at) / 100, (Math.sin(angle) * at) / 100),
        );
        expect(ray).toContain(1);
      }
    }
  });

  it.each(veilKinds)('%s: lies on the iris, and lets through what is beneath it', (kind) => {
    for (let seed = 0; seed < 10; seed += 1) {
      const light = veilLight(kind, seed);
      let most = 0;
      for (let u = -1; u < 1; u += 0.02)
        for (let v = -1; v < 1; v += 0.02) most = Math.max(most, light(u, v));
      expect(most).toBeGreaterThan(0.6);
      expect(most).toBeLessThanOrEqual(1);
      expect(light(-2, 2)).toBe(0);
    }
  });

  it('crosses the edge of a usual pupil where that is asked', () => {
    for (const kind of ['window', 'softbox'] as const) {
      for (let seed = 0; seed < 10; seed += 1) {
        const light = veilLight(kind, seed, true);
        let [inside, outside] = [0, 0];
        for (let u = -1; u < 1; u += 0.02) {
          for (let v = -1; v < 1; v += 0.02) {
            if (light(u, v) < 0.5) continue;
            if (Math.hypot(u, v) < 0.35) inside += 1;
            else outside += 1;
          }
        }
        expect(inside).toBeGreaterThan(20);
        expect(outside).toBeGreaterThan(20);
      }
    }
  });

  it('adds the same to dark and to bright in linear light, and nothing where there is no light', () => {
    const image = createColourImage(3, 1);
    image.data.set([3000, 9000, 20_000, 30_000, 40_000, 50_000, 3000, 9000, 20_000]);
    const veiled = addLight(image, Float32Array.from([1, 1, 0]), 0.05, 1);
    const added = (at: number) =>
      srgbToLinear(veiled.data[at]! / 65535) - srgbToLinear(image.data[at]! / 65535);
    for (let channel = 0; channel < 3; channel += 1) {
      expect(added(channel)).toBeCloseTo(added(channel + 3), 4);
      expect(added(channel)).toBeGreaterThan(0.05 * 0.85);
      expect(added(channel)).toBeLessThan(0.05 * 1.15);
    }
    expect([...veiled.data.subarray(6)]).toEqual([...image.data.subarray(6)]);
  });
});
