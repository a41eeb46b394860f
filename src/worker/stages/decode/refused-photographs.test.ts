/** Files that are missing, are no photographs or were cut short, and a disk that is no help: each called by its name. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildTiff, drawAsymmetric, writeTo } from './drawn-pictures.ts';
import { sharp } from './hardened-sharp.ts';
import { openPhotograph } from './open-photograph.ts';
import { drawn, failureOf, photographsUnderTest, picture } from './photographs-under-test.ts';

const here = photographsUnderTest();

describe('files that are no photographs', () => {
  it('names what is wrong with the file itself', async () => {
    const { directory, scratchDirectory } = here;
    const missing = openPhotograph(join(directory, 'nowhere.jpg'), { scratchDirectory });
    expect(await failureOf(missing)).toBe('fileMissing');
    expect(await failureOf(openPhotograph(directory, { scratchDirectory }))).toBe('fileNotAPhoto');
    expect(await failureOf(here.open('empty.jpg', new Uint8Array()))).toBe('fileEmpty');
    expect(await failureOf(here.open('text.jpg', Buffer.from('hello')))).toBe('fileNotAPhoto');
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
    const path = await writeTo(here.directory, 'good.png', await drawn().png().toBuffer());
    const photograph = await openPhotograph(path, { scratchDirectory: join(here.directory, 'nowhere') });
    const reading = photograph.readRegion({ left: 0, top: 0, width: 8, height: 8 });
    expect(await failureOf(reading)).toBe('storageFailed');
    await photograph.close();
  });

  it('refuses SVG, animations and camera raws', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"/>');
    expect(await failureOf(here.open('a.jpg', svg))).toBe('formatUnsupported');
    const frames = Buffer.concat([picture.data, drawAsymmetric(96, 64).data.reverse()]);
    const film = sharp(frames, { raw: { width: 96, height: 128, channels: 3, pageHeight: 64 } });
    expect(await failureOf(here.open('a.gif', await film.clone().gif().toBuffer()))).toBe(
      'formatUnsupported',
    );
    expect(await failureOf(here.open('a.webp', await film.webp({ effort: 0 }).toBuffer()))).toBe(
      'formatUnsupported',
    );
    const raw = buildTiff([[254, 4, [1]], [330, 4, [8]]], new Uint8Array()); // biome-ignore format: short
    expect(await failureOf(here.open('a.nef', raw))).toBe('formatUnsupported');
    expect(await failureOf(here.open('a.dng', buildTiff([[50706, 4, [1]]], new Uint8Array())))).toBe(
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
      expect(await failureOf(here.readWhole(`cut.${format}`, cut))).toBe('fileDamaged');
      const partly = async () => {
        const photograph = await here.open(`cut.${format}`, cut);
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
