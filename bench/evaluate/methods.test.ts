import { describe, expect, it } from 'vitest';
import { createRandom } from '../../models/rendered-eyes/random.ts';
import { circle } from '../../src/worker/imaging/ellipse-geometry.ts';
import { connectedComponents } from '../../src/worker/imaging/morphology.ts';
import { photographAt, reduceCleanly } from './camera.ts';
import { fillBiharmonic, fillHarmonic } from './diffusion.ts';
import { placeHoles } from './holes.ts';
import { applyLinear, LinearFit } from './linear-filter.ts';
import { psnr } from './measures/enhancement.ts';
import { createPicture, type FloatPicture } from './picture.ts';
import { resample } from './resample.ts';
import { markdownTable, mean } from './table.ts';

/** Smooth waves, finer the larger `pace` is. */
function waves(side: number, pace: number, seed: number): FloatPicture {
  const random = createRandom(seed);
  const picture = createPicture(side, side);
  const parts = Array.from({ length: 12 }, () => [
    random.normal(0, pace),
    random.normal(0, pace),
    random.range(0, 6),
  ]);
  for (let at = 0; at < picture.data.length; at += 1) {
    const x = Math.floor(at / 3) % side;
    const y = Math.floor(at / 3 / side);
    const sum = parts.reduce((all, [fx, fy, phase]) => all + Math.sin(x * fx! + y * fy! + phase!), 0);
    picture.data[at] = 0.5 + sum / 40 + (at % 3) / 50;
  }
  return picture;
}

const whole = (picture: FloatPicture) => new Uint8Array(picture.width * picture.height).fill(1);

describe('resampling', () => {
  it.each(['bicubic', 'lanczos', 'box'] as const)('%s keeps a level level and a mean a mean', (kernel) => {
    const flat = { ...createPicture(24, 16), data: new Float32Array(24 * 16 * 3).fill(0.3) };
    for (const value of resample(flat, 96, 64, kernel).data) expect(value).toBeCloseTo(0.3, 5);
    const picture = waves(64, 0.2, 1);
    const small = resample(picture, 16, 16, kernel);
    expect(mean([...small.data])).toBeCloseTo(mean([...picture.data]), 2);
  });

  it('brings smooth pictures back after reducing and enlarging', () => {
    const picture = waves(96, 0.06, 2);
    const back = resample(resample(picture, 24, 24, 'bicubic'), 96, 96, 'bicubic');
    const inner = whole(picture).map((_, p) =>
      p % 96 > 12 && p % 96 < 84 && p > 12 * 96 && p < 84 * 96 ? 1 : 0,
    );
    expect(psnr(back, picture, inner)).toBeGreaterThan(38);
  });
});

describe('the linear filter', () => {
  it('beats bicubic on pictures of the kind it was fitted to', () => {
    const fit = new LinearFit(2);
    for (let seed = 10; seed < 22; seed += 1) {
      const truth = waves(48, 0.8, seed);
      fit.add(reduceCleanly(truth, 2), truth);
    }
    const truth = waves(96, 0.8, 99);
    const small = reduceCleanly(truth, 2);
    const fitted = psnr(applyLinear(fit.solve(), small), truth, whole(truth));
    expect(fitted).toBeGreaterThan(psnr(resample(small, 96, 96, 'bicubic'), truth, whole(truth)) + 0.3);
  });
});

describe('the camera', () => {
  it('does the same for the same seed, and harm in any case', async () => {
    const truth = waves(96, 0.3, 3);
    const [one, again, other] = await Promise.all(
      [5, 5, 6].map((seed) => photographAt(truth, 4, createRandom(seed))),
    );
    expect(one!.data).toEqual(again!.data);
    expect(one!.data).not.toEqual(other!.data);
    expect(one!.width).toBe(24);
    expect(psnr(one!, reduceCleanly(truth, 4), whole(one!))).toBeLessThan(48);
  });
});

describe('holes', () => {
  const ground = {
    width: 200,
    height: 200,
    iris: circle(100, 100, 80),
    pupil: circle(100, 100, 25),
    clear: new Uint8Array(200 * 200).map((_, p) => {
      const away = Math.hypot((p % 200) + 0.5 - 100, Math.floor(p / 200) + 0.5 - 100);
      return away > 27 && away < 78 ? 1 : 0;
    }),
  };

  it('lie apart, on clear iris, as large as asked', () => {
    const holes = placeHoles(ground, 16, 5, 1);
    const parts = connectedComponents(holes);
    expect(parts).toHaveLength(5);
    for (const part of parts) expect(part.pixels.length).toBeCloseTo(Math.PI * 64, -1.5);
    expect(holes.data.every((value, p) => value === 0 || ground.clear[p] === 1)).toBe(true);
  });

  it('are fewer where there is no room', () => {
    expect(placeHoles(ground, 64, 6, 1).data.includes(255)).toBe(false);
  });

  it('are closed smoothly by both diffusions, and only they', () => {
    const truth = waves(200, 0.03, 4);
    const holes = placeHoles(ground, 16, 5, 2);
    const burnt = {
      ...truth,
      data: truth.data.map((v, at) => (holes.data[Math.floor(at / 3)]! > 0 ? 1 : v)),
    };
    const inside = holes.data.map((value) => (value > 0 ? 1 : 0));
    const [plate, membrane] = [fillBiharmonic(burnt, holes), fillHarmonic(burnt, holes)];
    expect(psnr(membrane, truth, inside)).toBeGreaterThan(35);
    expect(psnr(plate, truth, inside)).toBeGreaterThan(psnr(membrane, truth, inside));
    for (const filled of [plate, membrane]) {
      expect(filled.data.every((v, at) => inside[Math.floor(at / 3)] === 1 || v === truth.data[at])).toBe(
        true,
      );
    }
  });
});

describe('tables', () => {
  it('round, and show what is unknown as a dash', () => {
    const table = markdownTable(
      [{ title: '' }, { title: 'dB', digits: 1 }],
      [
        ['ours', 1.26],
        ['theirs', NaN],
      ],
    );
    expect(table).toBe('|  | dB |\n| --- | ---: |\n| ours | 1.3 |\n| theirs | – |');
    expect(mean([1, NaN, 3])).toBe(2);
  });
});
