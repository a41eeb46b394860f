import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recipeSchema } from '../../contracts/recipe.ts';
import { cutSquare, frameIris } from '../stages/finish/framing.ts';
import { makePicture } from './make-picture.ts';

const iris = { cx: 300.5, cy: 240.25, a: 100, b: 99, angle: 0 };

describe('the media worker makes', () => {
  let folder: string;
  let photoPath: string;
  let target: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'irisvue-test-'));
    photoPath = join(folder, 'photo.bin');
    target = join(folder, 'picture.part');
    await writeFile(photoPath, await drawn(1200, 800));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** A red disc on blue, where the iris is said to be. */
  async function drawn(width: number, height: number): Promise<Buffer> {
    const pixels = Buffer.alloc(width * height * 3);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const inside = Math.hypot(x + 0.5 - iris.cx, y + 0.5 - iris.cy) < 100;
        pixels.set(inside ? [192, 32, 32] : [16, 64, 160], (y * width + x) * 3);
      }
    }
    return sharp(pixels, { raw: { width, height, channels: 3 } })
      .withMetadata({ orientation: 1 })
      .jpeg({ quality: 98, chromaSubsampling: '4:4:4' })
      .toBuffer();
  }
  const made = async () => {
    const { data, info } = await sharp(target).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => {
      const index = (Math.round(y) * info.width + Math.round(x)) * info.channels;
      return [...data.subarray(index, index + 3)];
    };
    return { ...info, at, format: (await sharp(target).metadata()).format };
  };

  it('nothing but an answer when it only looks', async () => {
    const answer = await makePicture({ task: 'inspect', photoPath, scratchDirectory: folder });
    expect(answer).toEqual({ format: 'jpeg', width: 1200, height: 800 });
    await writeFile(photoPath, 'no photo at all, only words that go on for a while');
    await expect(makePicture({ task: 'inspect', photoPath, scratchDirectory: folder })).rejects.toMatchObject(
      {
        code: 'fileNotAPhoto',
      },
    );
  });

  it('a thumbnail that is upright and small', async () => {
    const turned = await sharp(await drawn(1200, 800))
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    await writeFile(photoPath, turned);
    const answer = await makePicture({ task: 'thumbnail', photoPath, target, scratchDirectory: folder });
    expect(answer).toEqual({ format: 'jpeg', width: 800, height: 1200 });
    const picture = await made();
    expect(picture).toMatchObject({ format: 'webp', width: 341, height: 512 });
    // Turned clockwise, the disc's centre (300, 240) lies at (800 - 240, 300).
    const [red, , blue] = picture.at((560 * 341) / 800, (300 * 512) / 1200);
    expect(red! - blue!).toBeGreaterThan(100);
  });

  it('a preview of the whole photo, never enlarged', async () => {
    await makePicture({ task: 'preview', photoPath, target, scratchDirectory: folder });
    expect(await made()).toMatchObject({ format: 'jpeg', width: 1200, height: 800 });
  });

  it('"before" framed as the finished picture is', async () => {
    await makePicture({ task: 'before', photoPath, target, scratchDirectory: folder, iris, largest: 4096 });
    const picture = await made();
    const framing = frameIris(iris);
    expect(picture).toMatchObject({ format: 'jpeg', width: framing.size, height: framing.size });
    const { data, info } = await sharp(photoPath).raw().toBuffer({ resolveWithObject: true });
    const pixels = new Uint16Array(data).map((value) => value * 257);
    const square = cutSquare({ width: info.width, height: info.height, data: pixels }, framing);
    const places = [
      [106, 15],
      [15, 106],
      [106, 106],
      [2, 2],
      [195, 106],
    ] as const;
    for (const [x, y] of places) {
      const index = (y * framing.size + x) * 3;
      const expected = [0, 1, 2].map((channel) => square.data[index + channel]! / 257);
      for (const [channel, value] of expected.entries())
        expect(Math.abs(picture.at(x, y)[channel]! - value)).toBeLessThan(6);
    }
  });

  it('"before" also where the iris reaches past the photo', async () => {
    const outside = { ...iris, cx: 20, cy: 10 };
    await makePicture({
      task: 'before',
      photoPath,
      target,
      scratchDirectory: folder,
      iris: outside,
      largest: 106,
    });
    expect(await made()).toMatchObject({ width: 105, height: 105 });
  });

  it('a small result with its transparency kept', async () => {
    const picturePath = join(folder, 'result.png');
    await sharp({
      create: { width: 900, height: 900, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0 } },
    })
      .png()
      .toFile(picturePath);
    const answer = await makePicture({ task: 'resultThumbnail', picturePath, target });
    expect(answer).toEqual({ format: null, width: 512, height: 512 });
    expect((await sharp(target).metadata()).hasAlpha).toBe(true);
  });

  it.each(['png', 'jpeg', 'tiff'] as const)(
    'a %s of a finished picture, white still white',
    async (format) => {
      const picturePath = join(folder, 'result.png');
      await sharp({ create: { width: 64, height: 64, channels: 3, background: 'white' } })
        .png()
        .toFile(picturePath);
      const recipe = recipeSchema.parse({});
      await makePicture({
        task: 'convert',
        picturePath,
        target,
        format,
        largest: null,
        recipe,
        software: 'test',
      });
      const picture = await made();
      expect(picture.format).toBe(format);
      expect((await sharp(target).metadata()).icc).toBeDefined();
      expect(picture.at(32, 32)).toEqual([255, 255, 255]);
    },
  );

  it('a smaller copy of a deep, transparent picture, its depth and transparency kept', async () => {
    const plain = join(folder, 'result.png');
    const picturePath = join(folder, 'result.tif');
    await sharp({
      create: { width: 600, height: 600, channels: 4, background: { r: 200, g: 90, b: 9, alpha: 0.5 } },
    })
      .png()
      .toFile(plain);
    const recipe = recipeSchema.parse({ format: 'tiff', background: 'transparent' });
    const deep = { task: 'convert', format: 'tiff', recipe, software: 'test' } as const;
    await makePicture({ ...deep, picturePath: plain, target: picturePath, largest: null });
    expect(await makePicture({ ...deep, picturePath, target, largest: 256 })).toMatchObject({ width: 256 });
    const { width, hasAlpha, depth } = await sharp(target).metadata();
    expect({ width, hasAlpha, depth }).toEqual({ width: 256, hasAlpha: true, depth: 'ushort' });
    expect(await makePicture({ ...deep, picturePath, target, largest: 4096 })).toMatchObject({ width: 600 });
  });

  it('nothing that it leaves behind when a photo is damaged', async () => {
    const whole = await drawn(1200, 800);
    await writeFile(photoPath, whole.subarray(0, whole.length / 2));
    await expect(
      makePicture({ task: 'thumbnail', photoPath, target, scratchDirectory: folder }),
    ).rejects.toMatchObject({ code: 'fileDamaged' });
    expect(await readdir(folder)).toEqual(['photo.bin']);
  });
});
