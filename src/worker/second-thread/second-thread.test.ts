import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recipeSchema } from '../../contracts/recipe.ts';
import { Finishing } from '../finishing.ts';
import { type ColourImage, createMaskImage, createSharedColourImage } from '../imaging/image.ts';
import { resizeColourImage } from '../imaging/resize.ts';
import type { EnhancerModel } from '../models/ports.ts';
import { sharp } from '../stages/decode/hardened-sharp.ts';
import { enhanceIris, enhanceTiles, gridOf } from '../stages/enhance/enhance.ts';
import { judgeEye } from '../stages/judge/judge-capture.ts';
import type { JudgedEye } from '../stages/judge/judged-eye.ts';
import type { PictureOrder } from './contract.ts';
import { PictureMaker } from './picture-maker.ts';
import { type SecondThread, startSecondThread } from './second-thread.ts';

const size = 212;
const circle = { cx: size / 2, cy: size / 2, radius: 100 };
const recipe = recipeSchema.parse({});
const software = 'IrisVue Studio 0.1.0';

/** Spokes of amber on brown, seen by both threads. */
function drawIris(): ColourImage {
  const image = createSharedColourImage(size, size);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const angle = Math.atan2(y - circle.cy, x - circle.cx);
      const light = 0.5 + 0.25 * Math.sin(angle * 24 + Math.hypot(x - circle.cx, y - circle.cy) / 9);
      image.data.set([light * 52001, light * 34567, light * 17003], (y * size + x) * 3);
    }
  }
  return image;
}

/** Repeats every pixel, a little darker. */
const doubling: EnhancerModel = {
  scale: 2,
  halo: 2,
  enhance: async (image, edge) => {
    const output = new Float32Array(12 * edge * edge);
    for (let index = 0; index < output.length; index += 1) {
      const channel = Math.floor(index / (4 * edge * edge));
      const y = Math.floor((index % (4 * edge * edge)) / (2 * edge));
      output[index] = 0.98 * image[(channel * edge + (y >> 1)) * edge + ((index % (2 * edge)) >> 1)]!;
    }
    return output;
  },
};

const square: PictureOrder['square'] = {
  image: drawIris(),
  covered: null,
  framing: { size, circle, toFrame: [1, 0, 0, 0, 1, 0] },
  edge: { inner: 0.93, outer: 0.98 },
};
const options = { outputSize: 2 * size, circle, model: doubling, strength: 1, tileSize: 64 };

let directory = '';
let thread: SecondThread;
const lost: Error[] = [];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'irisvue-second-'));
  thread = startSecondThread((reason) => lost.push(reason));
});
afterAll(async () => {
  await thread.close();
  await rm(directory, { recursive: true });
});

const orderTo = (name: string): PictureOrder => ({
  square,
  tiles: { source: null, grid: gridOf(size, options) },
  recipe,
  path: join(directory, name),
  software,
});

/** How a file is cut into pieces depends on when its rows came; what it shows does not. */
const pixelsOf = (name: string) => sharp(join(directory, name)).raw().toBuffer();

describe('the second thread', () => {
  it('makes of tiles the file that one thread makes of them', async () => {
    const maker = new PictureMaker(thread.api, orderTo('two.part'));
    await enhanceTiles(square.image, options, maker);
    await maker.settled();
    const picture = await maker.finish(null);

    const path = join(directory, 'one.part');
    const finishing = await Finishing.of(square, { recipe, path, software });
    const onRows = (rows: ColourImage, end: number) => finishing.advance(rows, end);
    await finishing.finish(await enhanceIris(square.image, { ...options, onRows }));
    expect(picture).toMatchObject({ width: 424, height: 424 });
    expect(await pixelsOf('two.part')).toEqual(await pixelsOf('one.part'));
  });

  it.each([size, size + 60])('finishes a picture of %i pixels that was only resampled', async (edge) => {
    const maker = new PictureMaker(thread.api, { ...orderTo('whole.part'), tiles: null });
    const before = square.image.data.slice();
    const whole = await resizeColourImage(square.image, { width: edge, height: edge });
    expect(await maker.finish(whole)).toMatchObject({ width: edge, height: edge });
    expect(square.image.data.every((sample, at) => sample === before[at])).toBe(true);
  });

  it('takes tiles whose memory is not theirs alone', async () => {
    const lending: EnhancerModel = {
      ...doubling,
      enhance: async (...input) => {
        const output = await doubling.enhance(...input);
        const larger = new Float32Array(output.length + 8);
        larger.set(output, 8);
        return larger.subarray(8);
      },
    };
    const maker = new PictureMaker(thread.api, orderTo('lent.part'));
    await enhanceTiles(square.image, { ...options, model: lending }, maker);
    expect(await maker.finish(null)).toMatchObject({ width: 424 });
  });

  it('says which tile is wrong, takes it again, and keeps nothing of it', async () => {
    let runs = 0;
    const failingOnce: EnhancerModel = {
      ...doubling,
      tiling: { fade: 0, sizes: [32, 64] },
      enhance: async (...input) => {
        const output = await doubling.enhance(...input);
        runs += 1;
        return runs === 2 ? output.fill(Number.NaN) : output;
      },
    };
    const maker = new PictureMaker(thread.api, orderTo('again.part'));
    await enhanceTiles(square.image, { ...options, model: failingOnce }, maker);
    await maker.finish(null);
    const plain = new PictureMaker(thread.api, orderTo('plain.part'));
    await enhanceTiles(square.image, options, plain);
    await plain.finish(null);
    expect(await pixelsOf('again.part')).toEqual(await pixelsOf('plain.part'));
    expect(runs).toBeGreaterThan(2);
  });

  it('gives a picture up and begins another', async () => {
    const abort = new AbortController();
    const given = new PictureMaker(thread.api, orderTo('given-up.part'));
    const watching = { signal: abort.signal, onTile: () => abort.abort() };
    await expect(enhanceTiles(square.image, { ...options, ...watching }, given)).rejects.toMatchObject({
      code: 'cancelled',
    });
    given.discard();
    const next = new PictureMaker(thread.api, orderTo('next.part'));
    await enhanceTiles(square.image, options, next);
    await next.finish(null);
    expect(await readdir(directory)).toContain('next.part');
    expect(await readdir(directory)).not.toContain('given-up.part');
  });

  it('tells a failure by its code', async () => {
    const order = orderTo(join('no such folder', 'picture.part'));
    const maker = new PictureMaker(thread.api, order);
    await enhanceTiles(square.image, options, maker);
    await expect(maker.finish(null)).rejects.toMatchObject({ code: 'storageFailed' });
    const black: EnhancerModel = {
      ...doubling,
      enhance: async (_, edge) => new Float32Array(12 * edge * edge),
    };
    const run = enhanceTiles(square.image, { ...options, model: black }, new PictureMaker(thread.api, order));
    await expect(run).rejects.toMatchObject({ code: 'enhancementFailed' });
  });

  it('judges as the first one would', async () => {
    const mask = (value: number) => {
      const drawn = createMaskImage(size, size);
      drawn.data.fill(value);
      return drawn;
    };
    const iris = { cx: 106, cy: 106, a: 90, b: 88, angle: 10 };
    const pupil = { cx: 105, cy: 107, a: 30, b: 30, angle: 0 };
    const [inside, opening, visible, specular] = [mask(255), mask(255), mask(255), mask(0)];
    const eye: JudgedEye = { image: square.image, inside, opening, visible, specular, iris, pupil };
    const source = { irisDiameter: 900, iris, width: 4000, height: 3000 };
    expect(await thread.api.judge(eye, { iris, pupil, source })).toEqual(
      judgeEye(eye, { iris, pupil, source }),
    );
  });

  it('refuses what the contract does not name', async () => {
    const wrong = { core: { left: 0, top: 0, width: 8, height: 8 }, size: 12, data: [0, 1] };
    await expect(thread.api.put(wrong as never)).rejects.toMatchObject({ code: 'unexpected' });
    await expect(thread.api.settle(0.5)).rejects.toMatchObject({ code: 'unexpected' });
  });

  it('is missed when it ends by itself, and not when it is ended', async () => {
    const reasons: Error[] = [];
    const gone = Promise.withResolvers<void>();
    const mortal = startSecondThread((reason) => {
      reasons.push(reason);
      gone.resolve();
    }, new URL('data:text/javascript,throw new Error("out of luck")'));
    await gone.promise;
    expect(String(reasons)).toMatch(/out of luck/);
    await mortal.close();
    expect(reasons).toHaveLength(1);
    expect(lost).toEqual([]);
  });
});
