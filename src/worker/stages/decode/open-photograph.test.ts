import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildTiff, buildTiffPicture, drawAsymmetric, type TiffEntry } from './drawn-pictures.ts';
import { sharp } from './hardened-sharp.ts';
import { colourAt, drawn, failureOf, near, photographsUnderTest, picture } from './photographs-under-test.ts';

const here = photographsUnderTest();

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
    const photograph = await here.open(`picture.wrong-name`, await encode());
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
    const photograph = await here.openFixture('turned-display-p3.heic');
    expect(photograph).toMatchObject({ format: 'heic', width: 64, height: 96 });
    const image = await photograph.readRegion({ left: 0, top: 0, width: 64, height: 96 });
    near(colourAt(image, 56, 12), [220, 40, 40], 6);
    near(colourAt(image, 8, 84), [30, 200, 60], 6);
    await photograph.close();
  });

  it('reads a HEIC of ten bits', async () => {
    const photograph = await here.openFixture('ten-bit.heic');
    const { data } = await photograph.readRegion({ left: 10, top: 20, width: 1, height: 1 });
    near([...data], [10000, 26000, 60535], 700);
    await photograph.close();
  });

  it('fills all 16 bits from an AVIF of ten', async () => {
    const white = new Uint16Array(64 * 64 * 3).fill(65535);
    const avif = sharp(white, { raw: { width: 64, height: 64, channels: 3 } }).toColourspace('rgb16');
    const image = await here.readWhole('white.avif', await avif.avif({ bitdepth: 10, effort: 0 }).toBuffer());
    expect(Math.min(...image.data)).toBeGreaterThan(65400);
  });

  it('takes the first page of a TIFF', async () => {
    const first = buildTiffPicture(picture);
    const second = buildTiffPicture(drawAsymmetric(40, 40));
    expect(await here.open('one.tif', first)).toMatchObject({ width: 96 });
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
    expect(colourAt(await here.readWhole('two.tif', pages), 8, 8)).toEqual([220, 40, 40]);
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
    const eight = await here.readWhole('grey.png', await greys(8).toColourspace('b-w').png().toBuffer());
    expect(colourAt(eight, 10, 3)).toEqual([40, 40, 40]);
    const png = await greys(16).toColourspace('grey16').png().toBuffer();
    expect((await sharp(png).metadata()).depth).toBe('ushort');
    const sixteen = await here.readWhole('grey16.png', png);
    expect([...sixteen.data.subarray(30, 33)]).toEqual([10310, 10310, 10310]);
  });

  it('reads palettes', async () => {
    const image = await here.readWhole('palette.png', await drawn().png({ palette: true }).toBuffer());
    near(colourAt(image, 8, 8), [220, 40, 40], 6);
  });

  it('shows a neutral grey where a picture is transparent', async () => {
    const clear = drawn().ensureAlpha(0);
    const image = await here.readWhole('clear.png', await clear.png().toBuffer());
    expect(colourAt(image, 8, 8)).toEqual([128, 128, 128]);
    const grey = await greys(8).toColourspace('b-w').ensureAlpha(0.5).png().toBuffer();
    near(colourAt(await here.readWhole('veil.png', grey), 10, 3), [84, 84, 84], 2);
  });

  it('reads CMYK with and without a profile', async () => {
    const cmyk = await drawn().withIccProfile('cmyk').toColourspace('cmyk').jpeg({ quality: 98 }).toBuffer();
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk');
    near(colourAt(await here.readWhole('print.jpg', cmyk), 48, 32), [120, 125, 120], 12);
    const bare = await drawn().toColourspace('cmyk').jpeg({ quality: 98 }).toBuffer();
    near(colourAt(await here.readWhole('bare.jpg', bare), 48, 32), [120, 125, 120], 30);
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
    expect(colourAt(await here.readWhole('private.tif', tiff), 5, 5)).toEqual([77, 77, 77]);
  });

  it('ignores a broken profile', async () => {
    const image = await here.readWhole('broken.tif', buildTiffPicture(picture, Buffer.alloc(400, 7)));
    expect(colourAt(image, 8, 8)).toEqual([220, 40, 40]);
  });
});

describe('sizes', () => {
  it('never enlarges', async () => {
    const photograph = await here.open('small.png', await drawn().png().toBuffer());
    const region = { left: 0, top: 0, width: 50, height: 40 };
    expect(await photograph.readRegion(region, { width: 500, height: 400 })).toMatchObject({
      width: 50,
      height: 40,
    });
    await photograph.close();
  });

  it('refuses regions outside', async () => {
    const photograph = await here.open('small.jpg', await drawn().jpeg().toBuffer());
    await expect(photograph.readRegion({ left: 90, top: 0, width: 10, height: 10 })).rejects.toThrow(
      RangeError,
    );
    await photograph.close();
  });

  it('refuses a picture of one pixel', async () => {
    const dot = sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } });
    expect(await failureOf(here.open('dot.png', await dot.png().toBuffer()))).toBe('irisTooSmall');
  });

  it('refuses a bomb from its header', async () => {
    const png = await drawn().png().toBuffer();
    png.writeUInt32BE(30000, 16);
    png.writeUInt32BE(30000, 20);
    png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
    expect(await failureOf(here.open('bomb.png', png))).toBe('photoTooLarge');
  });

  it('takes up to 100 megapixels where the whole must be decoded at once', async () => {
    const jpeg = await drawn().jpeg({ progressive: true }).toBuffer();
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc2]));
    jpeg.writeUInt16BE(12000, frame + 5);
    jpeg.writeUInt16BE(12000, frame + 7);
    expect(await failureOf(here.open('progressive.jpg', jpeg))).toBe('photoTooLarge');
    const baseline = await drawn().jpeg().toBuffer();
    const start = baseline.indexOf(Buffer.from([0xff, 0xc0]));
    baseline.writeUInt16BE(12000, start + 5);
    baseline.writeUInt16BE(12000, start + 7);
    expect(await here.open('baseline.jpg', baseline)).toMatchObject({ width: 12000, height: 12000 });
  });
});
