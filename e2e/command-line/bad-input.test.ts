import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeFixture, renderFixture } from '../../models/rendered-eyes/fixtures.ts';
import { failures } from '../../src/contracts/failure.ts';
import type { PhotoLine } from '../../src/main/headless/photo-line.ts';
import { type CommandEnd, irisvue, temporaryDirectory } from './irisvue.ts';
import { pngBomb } from './png-bomb.ts';

/** One batch with everything that can be wrong with a photo, and one good photo at its end. */
describe('a batch of bad photos', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let end: CommandEnd;
  const lines = new Map<string, PhotoLine>();

  beforeAll(async () => {
    directory = await temporaryDirectory();
    const photos = join(directory.path, 'photos');
    await mkdir(photos);
    const eye = renderFixture({ seed: 5, irisDiameter: 230, palette: 'hazel' });
    const jpeg = await encodeFixture(eye, 'jpeg');
    const pixels = sharp(eye.rgb, { raw: { width: eye.width, height: eye.height, channels: 3 } });
    const files: Record<string, Buffer | string> = {
      'empty.jpg': '',
      'text.jpg': 'This is not a photograph.\n'.repeat(50),
      'truncated.jpg': jpeg.subarray(0, Math.floor(jpeg.length / 2)),
      'bomb.png': pngBomb(30_000, 30_000),
      'drawing.svg.png':
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
      'moving.gif.jpg': await encodeFixture(eye, 'gif'),
      'dot.png': await sharp({ create: { width: 1, height: 1, channels: 3, background: '#884422' } })
        .png()
        .toBuffer(),
      'no-eye.jpg': await sharp({ create: { width: 800, height: 600, channels: 3, background: '#b08060' } })
        .jpeg()
        .toBuffer(),
      'closed.jpg': await encodeFixture(renderFixture({ seed: 6, closed: true }), 'jpeg'),
      'far-away.jpg': await encodeFixture(
        renderFixture({ seed: 7, irisDiameter: 110, width: 480, height: 360 }),
        'jpeg',
      ),
      'grey-16.png': await pixels.clone().greyscale().toColourspace('grey16').png().toBuffer(),
      'cmyk.jpg': await pixels.clone().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer(),
      'good.jpg': jpeg,
    };
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(photos, name), bytes);
    end = await irisvue([
      'process',
      ...Object.keys(files).map((name) => join(photos, name)),
      join(photos, 'gone.jpg'),
      '--json',
      '--out',
      join(directory.path, 'out'),
      '--data',
      join(directory.path, 'data'),
    ]);
    for (const line of end.lines) lines.set(line.input.slice(photos.length + 1), line);
  });
  afterAll(() => directory.remove());

  it('goes on to the end and tells by its exit code that some failed', () => {
    expect(end.exitCode).toBe(1);
    expect(lines.size).toBe(14);
  });

  it.each([
    ['empty.jpg', 'fileEmpty'],
    ['text.jpg', 'fileNotAPhoto'],
    ['truncated.jpg', 'fileDamaged'],
    ['bomb.png', 'photoTooLarge'],
    ['drawing.svg.png', 'formatUnsupported'],
    ['moving.gif.jpg', 'formatUnsupported'],
    ['no-eye.jpg', 'irisNotFound'],
    ['closed.jpg', 'irisNotFound'],
    ['far-away.jpg', 'irisTooSmall'],
    ['gone.jpg', 'fileMissing'],
  ] as const)('%s fails with %s and kind words', (name, code) => {
    const { status, error, output } = lines.get(name)!;
    expect({ status, output, code: error?.code }).toEqual({ status: 'failed', output: null, code });
    expect(error).toEqual({
      code,
      message: failures[code].message,
      suggestion: failures[code].suggestion,
      retryable: false,
    });
    expect(end.stderr).toContain(failures[code].suggestion);
  });

  it('refuses a single pixel without inventing an iris', () => {
    const { status, iris, error } = lines.get('dot.png')!;
    expect({ status, iris }).toEqual({ status: 'failed', iris: null });
    expect(['irisNotFound', 'irisTooSmall']).toContain(error?.code);
  });

  it.each(['good.jpg', 'grey-16.png', 'cmyk.jpg'])('%s is finished all the same', (name) => {
    expect(lines.get(name)!.error).toBeNull();
    expect(lines.get(name)!.status).toBe('completed');
  });

  it('still tells what it measured when it rejects a photo', () => {
    const { iris, quality } = lines.get('far-away.jpg')!;
    expect(iris?.a).toBeGreaterThan(40);
    expect(quality?.decision).toBe('reject');
    expect(quality?.measures.irisDiameter).toBeLessThan(160);
  });

  it('shows nobody a stack trace or the engine’s jargon', () => {
    expect(end.stderr).not.toMatch(/\bat .*:\d+:\d+|tensor|vips|onnx|Error:/i);
  });
});
