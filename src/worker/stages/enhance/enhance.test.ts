import { describe, expect, it } from 'vitest';
import { StudioFailure } from '../../../contracts/failure.ts';
import { type ColourImage, createColourImage } from '../../imaging/image.ts';
import type { EnhancerModel } from '../../models/ports.ts';
import { enhanceIris } from './enhance.ts';

/** A network with a real receptive field: a 3x3 mean (halo 1), then every pixel repeated. */
function blurringModel(scale: 2 | 4): EnhancerModel {
  return {
    scale,
    halo: 1,
    enhance: async (image, size) => {
      const edge = size * scale;
      const output = new Float32Array(3 * edge * edge);
      for (let channel = 0; channel < 3; channel++)
        for (let y = 0; y < edge; y++)
          for (let x = 0; x < edge; x++) {
            let sum = 0;
            for (let dy = -1; dy <= 1; dy++)
              for (let dx = -1; dx <= 1; dx++) {
                const sx = Math.min(size - 1, Math.max(0, Math.floor(x / scale) + dx));
                const sy = Math.min(size - 1, Math.max(0, Math.floor(y / scale) + dy));
                sum += image[channel * size * size + sy * size + sx]!;
              }
            output[channel * edge * edge + y * edge + x] = sum / 9;
          }
      return output;
    },
  };
}

function texture(size: number): ColourImage {
  const image = createColourImage(size, size);
  for (let index = 0; index < image.data.length; index++)
    image.data[index] = 20000 + ((index * 7919) % 9973) + 8000 * Math.sin(index / 37);
  return image;
}

function largestDifference(a: ColourImage, b: ColourImage): number {
  let largest = 0;
  for (let index = 0; index < a.data.length; index++)
    largest = Math.max(largest, Math.abs(a.data[index]! - b.data[index]!));
  return largest;
}

const whole = (size: number) => ({ cx: size / 2, cy: size / 2, radius: size });

describe('enhanceIris', () => {
  it.each([
    { scale: 2 as const, outputSize: 300, grid: 'the network’s own grid' },
    { scale: 4 as const, outputSize: 600, grid: 'the network’s own grid' },
    { scale: 2 as const, outputSize: 217, grid: 'another grid' },
    { scale: 4 as const, outputSize: 451, grid: 'another grid' },
  ])('gives the same picture however it is tiled (x$scale to $outputSize, $grid)', async (example) => {
    const source = texture(150);
    const options = {
      outputSize: example.outputSize,
      circle: whole(150),
      model: blurringModel(example.scale),
      strength: 1,
    };
    const untiled = await enhanceIris(source, { ...options, tileSize: 200 });
    const tiled = await enhanceIris(source, { ...options, tileSize: 64 });
    expect(untiled.width).toBe(example.outputSize);
    expect(largestDifference(untiled, tiled)).toBeLessThanOrEqual(1);
  });

  it('computes no tile that the iris does not touch', async () => {
    let runs = 0;
    const model = blurringModel(2);
    const counting = {
      ...model,
      enhance: (image: Float32Array, size: number, strength: number) => {
        runs++;
        return model.enhance(image, size, strength);
      },
    };
    const source = texture(240);
    const circle = { cx: 120, cy: 120, radius: 80 };
    await enhanceIris(source, { outputSize: 480, circle, model: counting, strength: 1, tileSize: 62 });
    // Three bands of three across the circle's 160 pixels; the whole square has sixteen cells.
    expect(runs).toBe(9);
  });

  it('keeps the source’s colours when the network shifts them', async () => {
    const source = createColourImage(128, 128);
    source.data.fill(30000);
    const shifting: EnhancerModel = {
      scale: 2,
      halo: 0,
      enhance: async (_image, size) => new Float32Array(3 * 4 * size * size).fill(30000 / 65535 + 0.04),
    };
    const picture = await enhanceIris(source, {
      outputSize: 256,
      circle: whole(128),
      model: shifting,
      strength: 1,
    });
    for (const value of [picture.data[0]!, picture.data[98304]!, picture.data.at(-1)!])
      expect(Math.abs(value - 30000)).toBeLessThan(20);
  });

  it.each([
    { outputSize: 400, fade: 0 },
    { outputSize: 400, fade: 12 },
    { outputSize: 301, fade: 0 },
    { outputSize: 301, fade: 12 },
  ])(
    'hands out rows that no later tile changes (to $outputSize, fade $fade)',
    async ({ outputSize, fade }) => {
      let tile = 0;
      const plain = blurringModel(2);
      const shifting: EnhancerModel = {
        ...plain,
        halo: 24,
        tiling: { fade, sizes: [96] },
        enhance: async (...input) => {
          const shift = ((tile++ % 5) - 2) / 100;
          return (await plain.enhance(...input)).map((value) => value + shift);
        },
      };
      const circle = { cx: 100, cy: 100, radius: 96 };
      const ends: number[] = [];
      const seen = new Uint16Array(outputSize * outputSize * 3);
      const picture = await enhanceIris(texture(200), {
        outputSize,
        circle,
        model: shifting,
        strength: 1,
        onRows: ({ data }, end) => {
          const start = (ends.at(-1) ?? 0) * outputSize * 3;
          seen.set(data.subarray(start, end * outputSize * 3), start);
          ends.push(end);
        },
      });
      expect(ends.length).toBeGreaterThan(3);
      expect(ends.at(-1)).toBe(outputSize);
      expect(largestDifference({ ...picture, data: seen }, picture)).toBe(0);
    },
  );

  it.each([
    { fault: 'values that are not numbers', value: Number.NaN },
    { fault: 'black', value: 0 },
    { fault: 'blank', value: 20000 / 65535 },
  ])('tries smaller tiles, then fails, when a tile is $fault', async ({ value }) => {
    const sizes: number[] = [];
    const broken: EnhancerModel = {
      scale: 2,
      halo: 4,
      enhance: async (_image, size) => {
        sizes.push(size);
        return new Float32Array(3 * 4 * size * size).fill(value);
      },
    };
    const run = enhanceIris(texture(200), {
      outputSize: 400,
      circle: whole(200),
      model: broken,
      strength: 1,
    });
    await expect(run).rejects.toMatchObject({ code: 'enhancementFailed' });
    expect(sizes[0]).toBeGreaterThan(128);
    expect(sizes.slice(1)).toEqual([128]);
  });

  it('tries the same tiles once more when the model computes in another way from then on', async () => {
    const plain = blurringModel(2);
    const sizes: number[] = [];
    let broken = true;
    const changing: EnhancerModel = {
      ...plain,
      // None is smaller: cutting up is no way out.
      tiling: { fade: 0, sizes: [64] },
      enhance: async (image, size, strength) => {
        sizes.push(size);
        const output = await plain.enhance(image, size, strength);
        return broken ? output.fill(Number.NaN, 0, 1) : output;
      },
      distrust: () => {
        const hasOtherWay = broken;
        broken = false;
        return hasOtherWay;
      },
    };
    const options = { outputSize: 400, circle: whole(200), strength: 1, tileSize: 64 };
    const recovered = await enhanceIris(texture(200), { ...options, model: changing });
    const first = sizes.length;
    expect(recovered).toEqual(await enhanceIris(texture(200), { ...options, model: plain }));
    expect(new Set(sizes)).toEqual(new Set([64]));
    // The first, and the second that was computed before the first was looked at.
    expect(first).toBe(16 + 2);
  });

  it('recovers when only large tiles fail', async () => {
    const model = blurringModel(2);
    const picky: EnhancerModel = {
      ...model,
      enhance: async (image, size, strength) => {
        if (size > 128) throw new Error('out of memory');
        return model.enhance(image, size, strength);
      },
    };
    const source = texture(200);
    const options = { outputSize: 400, circle: whole(200), strength: 1 };
    const recovered = await enhanceIris(source, { ...options, model: picky });
    const plain = await enhanceIris(source, { ...options, model });
    expect(largestDifference(recovered, plain)).toBeLessThanOrEqual(1);
  });

  it('stops before the next tile when cancelled', async () => {
    const controller = new AbortController();
    let tiles = 0;
    const run = enhanceIris(texture(200), {
      outputSize: 400,
      circle: whole(200),
      model: blurringModel(2),
      strength: 1,
      tileSize: 64,
      signal: controller.signal,
      onTile: () => {
        tiles++;
        controller.abort();
      },
    });
    await expect(run).rejects.toBeInstanceOf(StudioFailure);
    expect(tiles).toBe(1);
  });

  describe('with a model whose tiles do not join', () => {
    const tiling = { fade: 12, sizes: [96] };
    const fading = { ...blurringModel(2), halo: 24, tiling };

    it.each([{ outputSize: 300 }, { outputSize: 217 }])(
      'fading changes nothing where tiles agree (to $outputSize)',
      async ({ outputSize }) => {
        const options = { outputSize, circle: whole(150), strength: 1 };
        const plain = await enhanceIris(texture(150), { ...options, model: blurringModel(2) });
        const faded = await enhanceIris(texture(150), { ...options, model: fading });
        expect(largestDifference(plain, faded)).toBeLessThanOrEqual(2);
      },
    );

    it.each([{ outputSize: 300 }, { outputSize: 217 }])(
      'no step shows between tiles of different brightness (to $outputSize)',
      async ({ outputSize }) => {
        const steepest = async (fade: number) => {
          let tile = 0;
          const uneven: EnhancerModel = {
            scale: 2,
            halo: 24,
            tiling: { fade, sizes: [96] },
            enhance: async (_image, size) =>
              new Float32Array(3 * 4 * size * size).fill(0.4 + (tile++ % 2 ? 0.02 : -0.02)),
          };
          const grey = createColourImage(150, 150);
          grey.data.fill(0.4 * 65535);
          const picture = await enhanceIris(grey, {
            outputSize,
            circle: whole(150),
            model: uneven,
            strength: 1,
          });
          let step = 0;
          for (let index = 3; index < picture.data.length; index++)
            if (index % (outputSize * 3) > 3)
              step = Math.max(step, Math.abs(picture.data[index]! - picture.data[index - 3]!));
          return step / 65535;
        };
        expect(await steepest(12)).toBeLessThan((await steepest(0)) / 4);
      },
    );
  });
});
