import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StudioFailure } from '../../../contracts/failure.ts';
import type { OutputFormat } from '../../../contracts/recipe.ts';
import type { PictureImage } from '../../imaging/image.ts';
import { sharp } from '../decode/hardened-sharp.ts';
import { openPhotograph } from '../decode/open-photograph.ts';
import { encodeMask } from './encode-mask.ts';
import { encodePicture } from './encode-picture.ts';
import { buildXmp } from './picture-metadata.ts';
import { type ExpectedPicture, verifyPicture } from './verify-picture.ts';
import type { WritingFileSystem } from './write-file.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'irisvue-encode-'));
});
afterAll(() => rm(directory, { recursive: true }));

const software = 'IrisVue Studio 0.1.0';
const recipe = { strength: 1, note: 'a < b & "c"' };
const size = 256;
const circle = { cx: size / 2, cy: size / 2, radius: size / 2 - 4 };

/** Spokes of amber and brown around a dark pupil, on black or on nothing. */
function drawIris(channels: 3 | 4 = 3): PictureImage {
  const data = new Uint16Array(size * size * channels);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const distance = Math.hypot(x + 0.5 - circle.cx, y + 0.5 - circle.cy);
      if (distance > circle.radius) continue;
      const angle = Math.atan2(y - circle.cy, x - circle.cx);
      const light = distance < 40 ? 0.03 : 0.5 + 0.25 * Math.sin(angle * 24 + distance / 9);
      const at = (y * size + x) * channels;
      data.set([light * 52001, light * 34567, light * 17003], at);
      if (channels === 4) data[at + 3] = 65535;
    }
  }
  return { width: size, height: size, channels, data };
}

const iris = drawIris();
const path = () => join(directory, 'picture.part');
const encode = (picture: PictureImage, format: OutputFormat, fileSystem?: WritingFileSystem) =>
  encodePicture(picture, { path: path(), format, software, recipe, ...(fileSystem && { fileSystem }) });
const expectation = (picture: PictureImage, format: OutputFormat): ExpectedPicture => ({
  width: size,
  height: size,
  channels: picture.channels,
  format,
  reference: picture,
  circle,
});

async function failureOf(work: Promise<unknown>): Promise<StudioFailure | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof StudioFailure) return error;
    throw error;
  }
}

describe.each(['png', 'jpeg', 'tiff'] as const)('a finished %s', (format) => {
  it('carries sRGB, 300 DPI, the software and the recipe, and no EXIF', async () => {
    const byteLength = await encode(iris, format);
    const bytes = await readFile(path());
    expect(byteLength).toBe(bytes.byteLength);
    const metadata = await sharp(bytes).metadata();
    expect(metadata).toMatchObject({ format, width: size, height: size, channels: 3, density: 300 });
    expect(metadata.depth).toBe(format === 'tiff' ? 'ushort' : 'uchar');
    expect(metadata.exif).toBeUndefined();
    expect(metadata.icc?.toString('latin1', 36, 40)).toBe('acsp');
    const xmp = metadata.xmp?.toString('utf8') ?? '';
    expect(xmp).toContain(`<xmp:CreatorTool>${software}</xmp:CreatorTool>`);
    expect(xmp).toContain('a &lt; b &amp; \\&quot;c\\&quot;');
    expect(bytes.includes('GPS')).toBe(false);
  });

  it('holds the very colours', async () => {
    await encode(iris, format);
    const photograph = await openPhotograph(path(), { scratchDirectory: directory });
    const { data } = await photograph.readRegion({ left: 0, top: 0, width: size, height: size });
    await photograph.close();
    let largest = 0;
    let sum = 0;
    for (const [index, value] of data.entries()) {
      const difference = Math.abs(value - iris.data[index]!);
      largest = Math.max(largest, difference);
      sum += difference;
    }
    if (format === 'tiff') expect(largest).toBe(0);
    // Half an 8-bit step: rounded, not cut off.
    if (format === 'png') expect(largest).toBeLessThanOrEqual(128);
    expect(sum / data.length).toBeLessThan(600);
  });

  it('is verified from the disk', async () => {
    const byteLength = await encode(iris, format);
    const verified = await verifyPicture(path(), expectation(iris, format));
    expect(verified.byteLength).toBe(byteLength);
    expect(verified.sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('transparency', () => {
  it.each(['png', 'tiff'] as const)('stays in a %s', async (format) => {
    const clear = drawIris(4);
    await encode(clear, format);
    const pixels = await sharp(await readFile(path()), { ignoreIcc: true })
      .raw()
      .toBuffer();
    expect(pixels[3]).toBe(0);
    expect(pixels[(128 * size + 200) * 4 + 3]).toBe(255);
    await verifyPicture(path(), expectation(clear, format));
  });

  it('is refused for a JPEG', async () => {
    expect((await failureOf(encode(drawIris(4), 'jpeg')))?.code).toBe('unexpected');
  });
});

describe('verification', () => {
  const spoiled: Record<string, (data: Uint16Array) => void> = {
    black: (data) => void data.fill(0),
    constant: (data) => void data.fill(20000),
    'a black tile': (data) => {
      for (let y = 60; y < 100; y += 1) data.fill(0, (y * size + 130) * 3, (y * size + 170) * 3);
    },
    'a colour cast': (data) => {
      for (let at = 2; at < data.length; at += 3) data[at] = Math.min(65535, data[at]! * 1.35);
    },
    'swapped channels': (data) => {
      for (let at = 0; at < data.length; at += 3) [data[at], data[at + 2]] = [data[at + 2]!, data[at]!];
    },
    'too bright': (data) => {
      for (let at = 0; at < data.length; at += 1) data[at] = Math.min(65535, data[at]! * 1.2);
    },
  };

  it.each(Object.keys(spoiled))('stops a picture that is %s', async (name) => {
    const wrong = { ...iris, data: iris.data.slice() };
    spoiled[name]!(wrong.data);
    await encode(wrong, 'png');
    expect((await failureOf(verifyPicture(path(), expectation(iris, 'png'))))?.code).toBe(
      'resultNotVerified',
    );
  });

  it('lets detail and a little noise pass, and a reference of another size', async () => {
    const sharper = {
      ...iris,
      data: iris.data.map((value, at) => value * (1 + 0.2 * (((at * 7919) % 5) / 2 - 1))),
    };
    await encode(sharper, 'png');
    const half = await sharp(iris.data, { raw: { width: size, height: size, channels: 3 } })
      .resize(size / 2)
      .toColourspace('rgb16')
      .raw({ depth: 'ushort' })
      .toBuffer();
    const reference = {
      width: size / 2,
      height: size / 2,
      data: new Uint16Array(Uint8Array.from(half).buffer),
    };
    await verifyPicture(path(), { ...expectation(iris, 'png'), reference });
  });

  it('does not compare what a lid covers', async () => {
    const faded = { ...iris, data: iris.data.slice() };
    faded.data.fill(0, 0, size * 80 * 3);
    await encode(faded, 'png');
    const covered = { width: size, height: size, data: new Uint8Array(size * size).fill(255, 0, size * 80) };
    await verifyPicture(path(), { ...expectation(iris, 'png'), covered });
    expect((await failureOf(verifyPicture(path(), expectation(iris, 'png'))))?.code).toBe(
      'resultNotVerified',
    );
  });

  it('names the check that failed', async () => {
    await encode(iris, 'png');
    const wanted = expectation(iris, 'png');
    const checks: [Partial<ExpectedPicture>, string][] = [
      [{ format: 'tiff' }, 'format'],
      [{ width: 300 }, 'size'],
      [{ channels: 4 }, 'channels'],
    ];
    for (const [change, check] of checks) {
      const failure = await failureOf(verifyPicture(path(), { ...wanted, ...change }));
      expect(failure?.details).toMatchObject({ check });
    }
    const bytes = await readFile(path());
    await sharp(bytes).withMetadata({ orientation: 1 }).png().toFile(path());
    expect((await failureOf(verifyPicture(path(), wanted)))?.details).toMatchObject({ check: 'noExif' });
    await sharp(bytes).png().toFile(path());
    expect((await failureOf(verifyPicture(path(), wanted)))?.details).toMatchObject({ check: 'profile' });
    const { writeFile } = await import('node:fs/promises');
    await writeFile(path(), bytes.subarray(0, bytes.length / 2));
    expect((await failureOf(verifyPicture(path(), wanted)))?.details).toMatchObject({ check: 'readable' });
    await rm(path());
    expect((await failureOf(verifyPicture(path(), wanted)))?.code).toBe('storageFailed');
  });
});

describe('masks', () => {
  it('come back as they were', async () => {
    const data = Uint8Array.from({ length: 300 * 200 }, (_, index) =>
      index % 300 < 150 ? 0 : (index * 3) % 256,
    );
    const byteLength = await encodeMask({ width: 300, height: 200, data }, path());
    expect(byteLength).toBe((await stat(path())).size);
    const metadata = await sharp(path()).metadata();
    expect(metadata).toMatchObject({ format: 'png', width: 300, height: 200, channels: 1, depth: 'uchar' });
    expect(await sharp(path()).toColourspace('b-w').raw().toBuffer()).toEqual(Buffer.from(data));
  });
});

describe('a disk that does not take the picture', () => {
  const failing = (at: 'open' | 'writeFile' | 'sync' | 'close', code: string) => {
    const removed: string[] = [];
    const step = (name: string) => async () => {
      if (name === at) throw Object.assign(new Error(code), { code });
    };
    const fileSystem: WritingFileSystem = {
      async open() {
        await step('open')();
        return { writeFile: step('writeFile'), sync: step('sync'), close: step('close') };
      },
      async rm(target) {
        removed.push(target);
      },
    };
    return { fileSystem, removed };
  };

  it.each([
    ['writeFile', 'ENOSPC', 'diskFull'],
    ['sync', 'EDQUOT', 'diskFull'],
    ['close', 'ENOSPC', 'diskFull'],
    ['open', 'EACCES', 'folderReadOnly'],
    ['open', 'EROFS', 'folderReadOnly'],
    ['writeFile', 'EIO', 'storageFailed'],
    ['open', 'ENOENT', 'storageFailed'],
  ] as const)('on %s with %s says %s', async (at, code, expected) => {
    const { fileSystem, removed } = failing(at, code);
    expect((await failureOf(encode(iris, 'png', fileSystem)))?.code).toBe(expected);
    expect(removed).toEqual(at === 'open' ? [] : [path()]);
  });

  it('leaves nothing behind where there is no folder', async () => {
    const nowhere = join(directory, 'nowhere', 'mask.part');
    const mask = { width: 8, height: 8, data: new Uint8Array(64) };
    expect((await failureOf(encodeMask(mask, nowhere)))?.code).toBe('storageFailed');
    expect(await readdir(directory)).not.toContain('nowhere');
  });
});

describe('the XMP packet', () => {
  it('stays well-formed whatever is written into it', () => {
    const xmp = buildXmp({
      software: ']]> <&"\u0000\ud800',
      recipe: { a: '\u0001</rdf:RDF>' },
      title: 'Ünal & "Söhne"',
    });
    expect(xmp).toContain(']]&gt; &lt;&amp;&quot;\ufffd');
    expect(xmp).toContain('&lt;/rdf:RDF&gt;');
    expect(xmp).toContain('Ünal &amp; &quot;Söhne&quot;');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must not be there
    expect(xmp).not.toMatch(/[\u0000-\u0008]/);
    expect(xmp.split('</rdf:RDF>')).toHaveLength(2);
  });
});
