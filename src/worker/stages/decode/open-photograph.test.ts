import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StudioFailure } from '../../../contracts/failure.ts';
import type { ColourImage } from '../../imaging/image.ts';
import { buildTiff, buildTiffPicture, drawAsymmetric, type TiffEntry, writeTo } from './drawn-pictures.ts';
import { sharp } from './hardened-sharp.ts';
import { openPhotograph } from './open-photograph.ts';

let directory = '';
let scratchDirectory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'irisvue-decode-'));
  scratchDirectory = await mkdtemp(join(tmpdir(), 'irisvue-scratch-'));
});
afterAll(async () => {
  expect(await readdir(scratchDirectory)).toEqual([]);
  await rm(directory, { recursive: true });
  await rm(scratchDirectory, { recursive: true });
});

const picture = drawAsymmetric(96, 64);
const drawn = (source = picture) =>
  sharp(source.data, { raw: { width: source.width, height: source.height, channels: 3 } });
const open = async (name: string, bytes: Uint8Array) =>
  openPhotograph(await writeTo(directory, name, bytes), { scratchDirectory });

async function readWhole(name: string, bytes: Uint8Array): Promise<ColourImage> {
  const photograph = await open(name, bytes);
  try {
    return await photograph.readRegion({
      left: 0,
      top: 0,
      width: photograph.width,
      height: photograph.height,
    });
  } finally {
    await photograph.close();
  }
}

async function failureOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof StudioFailure) return error.code;
    throw error;
  }
  return 'none';
}

/** 8-bit colour in the middle of a pixel. */
const colourAt = ({ width, data }: ColourImage, x: number, y: number) =>
  [0, 1, 2].map((channel) => Math.round(data[(y * width + x) * 3 + channel]! / 257));

const near = (actual: readonly number[], expected: readonly number[], tolerance: number) => {
  const differences = actual.map((value, index) => Math.abs(value - expected[index]!));
  expect(Math.max(...differences), `${actual} is not ${expected}`).toBeLessThanOrEqual(tolerance);
};

describe('formats', () => {
  it.each([
    ['png', () => drawn().png().toBuffer(), 0],
    ['jpeg', () => drawn().jpeg({ quality: 98, chromaSubsampling: '4:4:4' }).toBuffer(), 6],
    [
      'jpeg',
      () => drawn().jpeg({ quality: 98, chromaSubsampling: '4:4:4', progressive: true }).toBuffer(),
      6,
    ],
    ['webp', () => drawn().webp({ lossless: true }).toBuffer(), 0],
    ['tiff', () => drawn().tiff({ compression: 'lzw', predictor: 'horizontal' }).toBuffer(), 0],
    ['tiff', () => drawn().tiff({ bigtiff: true, compression: 'none' }).toBuffer(), 0],
    ['avif', () => drawn().avif({ quality: 90, effort: 0, chromaSubsampling: '4:4:4' }).toBuffer(), 12],
  ] as const)('reads %s', async (format, encode, tolerance) => {
    const photograph = await open(`picture.wrong-name`, await encode());
    expect(photograph).toMatchObject({ format, width: 96, height: 64 });
    const image = await photograph.readRegion({ left: 0, top: 0, width: 96, height: 64 });
    near(colourAt(image, 8, 8), [220, 40, 40], tolerance);
    near(colourAt(image, 88, 56), [30, 200, 60], tolerance);
    near(colourAt(image, 48, 32), [120, 125, 120], tolerance);
    const part = await photograph.readRegion({ left: 80, top: 40, width: 16, height: 24 });
    expect(colourAt(part, 8, 16)).toEqual(colourAt(image, 88, 56));
    await photograph.close();
  });

  it('reads an iPhone kind of HEIC: Display P3, turned once', async () => {
    const photograph = await openPhotograph(join(import.meta.dirname, 'fixtures/turned-display-p3.heic'), {
      scratchDirectory,
    });
    expect(photograph).toMatchObject({ format: 'heic', width: 64, height: 96 });
    const image = await photograph.readRegion({ left: 0, top: 0, width: 64, height: 96 });
    near(colourAt(image, 56, 12), [220, 40, 40], 6);
    near(colourAt(image, 8, 84), [30, 200, 60], 6);
    await photograph.close();
  });

  it('reads a HEIC of ten bits', async () => {
    const photograph = await openPhotograph(join(import.meta.dirname, 'fixtures/ten-bit.heic'), {
      scratchDirectory,
    });
    const { data } = await photograph.readRegion({ left: 10, top: 20, width: 1, height: 1 });
    near([...data], [10000, 26000, 60535], 700);
    await photograph.close();
  });

  it('fills all 16 bits from an AVIF of ten', async () => {
    const white = new Uint16Array(64 * 64 * 3).fill(65535);
    const avif = sharp(white, { raw: { width: 64, height: 64, channels: 3 } }).toColourspace('rgb16');
    const image = await readWhole('white.avif', await avif.avif({ bitdepth: 10, effort: 0 }).toBuffer());
    expect(Math.min(...image.data)).toBeGreaterThan(65400);
  });

  it('takes the first page of a TIFF', async () => {
    const first = buildTiffPicture(picture);
    const second = buildTiffPicture(drawAsymmetric(40, 40));
    expect(await open('one.tif', first)).toMatchObject({ width: 96 });
    // Chain the second file's directory behind the first by moving all of its offsets.
    const offset = first.length;
    const count = second.readUInt16LE(8);
    for (let index = 0; index < count; index += 1) {
      const at = 10 + index * 12;
      const outside = second.readUInt16LE(at + 2) === 3 && second.readUInt32LE(at + 4) === 3;
      if (outside || second.readUInt16LE(at) === 273) {
        second.writeUInt32LE(second.readUInt32LE(at + 8) + offset, at + 8);
      }
    }
    first.writeUInt32LE(offset + 8, 10 + first.readUInt16LE(8) * 12);
    const pages = Buffer.concat([first, second]);
    expect((await sharp(pages).metadata()).pages).toBe(2);
    expect(colourAt(await readWhole('two.tif', pages), 8, 8)).toEqual([220, 40, 40]);
  });
});

describe('kinds of pixels', () => {
  const greys = (depth: 8 | 16) => {
    const values = Array.from({ length: 64 * 64 }, (_, index) => (index % 64) * (depth === 8 ? 4 : 1031));
    return sharp(depth === 8 ? Uint8Array.from(values) : Uint16Array.from(values), {
      raw: { width: 64, height: 64, channels: 1 },
    });
  };

  it('reads grey of 8 and 16 bits', async () => {
    const eight = await readWhole('grey.png', await greys(8).toColourspace('b-w').png().toBuffer());
    expect(colourAt(eight, 10, 3)).toEqual([40, 40, 40]);
    const png = await greys(16).toColourspace('grey16').png().toBuffer();
    expect((await sharp(png).metadata()).depth).toBe('ushort');
    const sixteen = await readWhole('grey16.png', png);
    expect([...sixteen.data.subarray(30, 33)]).toEqual([10310, 10310, 10310]);
  });

  it('reads palettes', async () => {
    const image = await readWhole('palette.png', await drawn().png({ palette: true }).toBuffer());
    near(colourAt(image, 8, 8), [220, 40, 40], 6);
  });

  it('shows a neutral grey where a picture is transparent', async () => {
    const clear = drawn().ensureAlpha(0);
    const image = await readWhole('clear.png', await clear.png().toBuffer());
    expect(colourAt(image, 8, 8)).toEqual([128, 128, 128]);
    const grey = await greys(8).toColourspace('b-w').ensureAlpha(0.5).png().toBuffer();
    near(colourAt(await readWhole('veil.png', grey), 10, 3), [84, 84, 84], 2);
  });

  it('reads CMYK with and without a profile', async () => {
    const cmyk = await drawn().withIccProfile('cmyk').toColourspace('cmyk').jpeg({ quality: 98 }).toBuffer();
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk');
    near(colourAt(await readWhole('print.jpg', cmyk), 48, 32), [120, 125, 120], 12);
    const bare = await drawn().toColourspace('cmyk').jpeg({ quality: 98 }).toBuffer();
    near(colourAt(await readWhole('bare.jpg', bare), 48, 32), [120, 125, 120], 30);
  });

  it('reads a TIFF with tags of its own', async () => {
    const entries: TiffEntry[] = [
      [256, 4, [64]],
      [257, 4, [64]],
      [258, 3, [8]],
      [259, 3, [1]],
      [262, 3, [1]],
      [277, 3, [1]],
      [278, 4, [64]],
      [279, 4, [4096]],
      [65000, 4, [1, 2, 3]],
    ];
    const tiff = buildTiff(entries, new Uint8Array(4096).fill(77));
    expect(colourAt(await readWhole('private.tif', tiff), 5, 5)).toEqual([77, 77, 77]);
  });

  it('ignores a broken profile', async () => {
    const image = await readWhole('broken.tif', buildTiffPicture(picture, Buffer.alloc(400, 7)));
    expect(colourAt(image, 8, 8)).toEqual([220, 40, 40]);
  });
});

/** Where the patches lie when the file is stored in orientation o: the file holds the turned-back picture. */
describe.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %i', (orientation) => {
  const stored = () => {
    // The inverse of each turn; only the two quarter turns are not their own inverse.
    const inverse: Record<number, (pipeline: ReturnType<typeof drawn>) => ReturnType<typeof drawn>> = {
      1: (pipeline) => pipeline,
      2: (pipeline) => pipeline.flop(),
      3: (pipeline) => pipeline.rotate(180),
      4: (pipeline) => pipeline.flip(),
      5: (pipeline) => pipeline.flip().rotate(90),
      6: (pipeline) => pipeline.rotate(270),
      7: (pipeline) => pipeline.flop().rotate(90),
      8: (pipeline) => pipeline.rotate(90),
    };
    return inverse[orientation]!(drawn()).withMetadata({ orientation });
  };

  it.each(['png', 'jpeg'] as const)('is applied once to a %s, whole, cut and reduced', async (format) => {
    const jpeg = { quality: 100, chromaSubsampling: '4:4:4' };
    const encoded = format === 'png' ? stored().png() : stored().jpeg(jpeg);
    const bytes = await encoded.toBuffer();
    expect((await sharp(bytes).metadata()).orientation).toBe(orientation);
    const tolerance = format === 'png' ? 0 : 4;
    const photograph = await open(`turned.${format}`, bytes);
    expect(photograph).toMatchObject({ width: 96, height: 64 });

    const whole = await photograph.readRegion({ left: 0, top: 0, width: 96, height: 64 });
    near(colourAt(whole, 2, 2), [220, 40, 40], tolerance);
    near(colourAt(whole, 93, 61), [30, 200, 60], tolerance);
    near(colourAt(whole, 93, 2), [195, 64, 120], tolerance);

    const part = await photograph.readRegion({ left: 20, top: 10, width: 12, height: 20 });
    expect(part).toMatchObject({ width: 12, height: 20 });
    near(colourAt(part, 3, 5), [220, 40, 40], tolerance);
    near(colourAt(part, 4, 5), [80, 91, 120], tolerance + 1);
    near(colourAt(part, 3, 6), [78, 93, 120], tolerance + 1);

    const reduced = await photograph.readRegion(
      { left: 0, top: 0, width: 96, height: 32 },
      { width: 24, height: 8 },
    );
    expect(reduced).toMatchObject({ width: 24, height: 8 });
    near(colourAt(reduced, 2, 1), [220, 40, 40], 8);
    near(colourAt(reduced, 22, 6), [190, 113, 120], 8);
    await photograph.close();
  });
});

describe('sizes', () => {
  it('never enlarges', async () => {
    const photograph = await open('small.png', await drawn().png().toBuffer());
    const region = { left: 0, top: 0, width: 50, height: 40 };
    expect(await photograph.readRegion(region, { width: 500, height: 400 })).toMatchObject({
      width: 50,
      height: 40,
    });
    await photograph.close();
  });

  it('refuses regions outside', async () => {
    const photograph = await open('small.jpg', await drawn().jpeg().toBuffer());
    await expect(photograph.readRegion({ left: 90, top: 0, width: 10, height: 10 })).rejects.toThrow(
      RangeError,
    );
    await photograph.close();
  });

  it('refuses a picture of one pixel', async () => {
    const dot = sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } });
    expect(await failureOf(open('dot.png', await dot.png().toBuffer()))).toBe('irisTooSmall');
  });

  it('refuses a bomb from its header', async () => {
    const png = await drawn().png().toBuffer();
    png.writeUInt32BE(30000, 16);
    png.writeUInt32BE(30000, 20);
    png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
    expect(await failureOf(open('bomb.png', png))).toBe('photoTooLarge');
  });

  it('takes up to 100 megapixels where the whole must be decoded at once', async () => {
    const jpeg = await drawn().jpeg({ progressive: true }).toBuffer();
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc2]));
    jpeg.writeUInt16BE(12000, frame + 5);
    jpeg.writeUInt16BE(12000, frame + 7);
    expect(await failureOf(open('progressive.jpg', jpeg))).toBe('photoTooLarge');
    const baseline = await drawn().jpeg().toBuffer();
    const start = baseline.indexOf(Buffer.from([0xff, 0xc0]));
    baseline.writeUInt16BE(12000, start + 5);
    baseline.writeUInt16BE(12000, start + 7);
    expect(await open('baseline.jpg', baseline)).toMatchObject({ width: 12000, height: 12000 });
  });
});

describe('files that are no photographs', () => {
  it('names what is wrong with the file itself', async () => {
    const missing = openPhotograph(join(directory, 'nowhere.jpg'), { scratchDirectory });
    expect(await failureOf(missing)).toBe('fileMissing');
    expect(await failureOf(openPhotograph(directory, { scratchDirectory }))).toBe('fileNotAPhoto');
    expect(await failureOf(open('empty.jpg', new Uint8Array()))).toBe('fileEmpty');
    expect(await failureOf(open('text.jpg', Buffer.from('hello')))).toBe('fileNotAPhoto');
    const locked = openPhotograph('x', {
      scratchDirectory,
      fileSystem: {
        stat: async () => ({ isFile: () => true, size: 10 }),
        open: async () => {
          throw Object.assign(new Error('no'), { code: 'EACCES' });
        },
      },
    });
    expect(await failureOf(locked)).toBe('fileUnreadable');
    const huge = openPhotograph('x', {
      scratchDirectory,
      fileSystem: { stat: async () => ({ isFile: () => true, size: 2e9 }), open: async () => expect.fail() },
    });
    expect(await failureOf(huge)).toBe('fileTooLarge');
  });

  it('blames the disk, not the photo, when there is nowhere to unpack it', async () => {
    const path = await writeTo(directory, 'good.png', await drawn().png().toBuffer());
    const photograph = await openPhotograph(path, { scratchDirectory: join(directory, 'nowhere') });
    const reading = photograph.readRegion({ left: 0, top: 0, width: 8, height: 8 });
    expect(await failureOf(reading)).toBe('storageFailed');
    await photograph.close();
  });

  it('refuses SVG, animations and camera raws', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"/>');
    expect(await failureOf(open('a.jpg', svg))).toBe('formatUnsupported');
    const frames = Buffer.concat([picture.data, drawAsymmetric(96, 64).data.reverse()]);
    const film = sharp(frames, { raw: { width: 96, height: 128, channels: 3, pageHeight: 64 } });
    expect(await failureOf(open('a.gif', await film.clone().gif().toBuffer()))).toBe('formatUnsupported');
    expect(await failureOf(open('a.webp', await film.webp({ effort: 0 }).toBuffer()))).toBe(
      'formatUnsupported',
    );
    const raw = buildTiff([[254, 4, [1]], [330, 4, [8]]], new Uint8Array()); // biome-ignore format: short
    expect(await failureOf(open('a.nef', raw))).toBe('formatUnsupported');
    expect(await failureOf(open('a.dng', buildTiff([[50706, 4, [1]]], new Uint8Array())))).toBe(
      'formatUnsupported',
    );
  });

  it('lets no loader in by another door', async () => {
    await expect(sharp(Buffer.from('<svg width="9" height="9"/>')).metadata()).rejects.toThrow();
  });
});

describe.each(['jpeg', 'png', 'webp', 'tiff', 'avif', 'heic'] as const)('a truncated %s', (format) => {
  const big = drawAsymmetric(320, 240);
  const whole = async () => {
    if (format === 'heic')
      return await readFile(join(import.meta.dirname, 'fixtures/turned-display-p3.heic'));
    if (format === 'tiff') return await drawn(big).tiff({ compression: 'lzw' }).toBuffer();
    return await drawn(big).toFormat(format, { effort: 1 }).toBuffer();
  };

  it('is found out in the header or at the first pixels, wherever they lie', async () => {
    const bytes = await whole();
    for (const share of [0.05, 0.3, 0.7, 0.97]) {
      const cut = bytes.subarray(0, Math.floor(bytes.length * share));
      expect(await failureOf(readWhole(`cut.${format}`, cut))).toBe('fileDamaged');
      const partly = async () => {
        const photograph = await open(`cut.${format}`, cut);
        try {
          await photograph.readRegion({ left: 0, top: 0, width: 16, height: 16 });
        } finally {
          await photograph.close();
        }
      };
      expect(await failureOf(partly())).toBe('fileDamaged');
    }
  });
});
