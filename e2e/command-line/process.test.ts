import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ellipseOverlap } from '../../src/worker/imaging/ellipse-geometry.ts';
import { type CommandEnd, irisvue, temporaryDirectory, writeEye } from './irisvue.ts';

/** How much brightness changes from a pixel to its right neighbour, in a picture's middle, beside the pupil. */
async function meanStep(path: string): Promise<number> {
  const { width, height } = await sharp(path).metadata();
  const part = { left: width >> 3, top: (height >> 1) - 20, width: width >> 3, height: 40 };
  const { data, info } = await sharp(path)
    .extract(part)
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const steps = [...data].map((value, at) => (at % info.width === 0 ? 0 : Math.abs(value - data[at - 1]!)));
  return steps.reduce((sum, step) => sum + step, 0) / steps.length;
}

describe('irisvue process', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let eyes: Awaited<ReturnType<typeof writeEye>>[];
  let first: CommandEnd;

  const args = (...more: string[]) => [
    'process',
    join(directory.path, 'photos'),
    '--out',
    join(directory.path, 'out'),
    '--data',
    join(directory.path, 'data'),
    '--json',
    ...more,
  ];

  beforeAll(async () => {
    directory = await temporaryDirectory();
    const photos = join(directory.path, 'photos');
    const { mkdir } = await import('node:fs/promises');
    await mkdir(join(photos, 'second'), { recursive: true });
    eyes = [
      await writeEye(photos, 'blue.jpg', {
        seed: 3,
        palette: 'blue',
        irisDiameter: 250,
        catchlights: ['window'],
      }),
      await writeEye(
        join(photos, 'second'),
        'blue.jpg',
        { seed: 4, palette: 'brown', irisDiameter: 260, width: 480, height: 640, catchlights: ['dot'] },
        'png',
      ),
    ];
    first = await irisvue(args());
  });
  afterAll(() => directory.remove());

  it('finishes every photo below a folder and says so, line by line', () => {
    expect(first.stderr).toMatch(/\[2\/2\]/);
    expect(first.exitCode, first.stderr).toBe(0);
    expect(first.lines.map(({ status, input, error }) => ({ status, input, error }))).toEqual(
      eyes.map(({ path }) => ({ status: 'completed', input: path, error: null })),
    );
  });

  it('finds both outlines where the eye was drawn', () => {
    for (const [index, { rendered }] of eyes.entries()) {
      const line = first.lines[index]!;
      expect(ellipseOverlap(line.iris!, rendered.iris!)).toBeGreaterThan(0.95);
      expect(ellipseOverlap(line.pupil!, rendered.pupil!)).toBeGreaterThan(0.85);
      expect(line.confidence).toBeGreaterThan(0.5);
    }
  });

  it('writes a square picture without the source’s metadata, and a mask of the source’s size', async () => {
    for (const [index, { rendered }] of eyes.entries()) {
      const line = first.lines[index]!;
      const picture = await sharp(line.output!).metadata();
      expect([picture.width, picture.height]).toEqual([line.width, line.height]);
      expect(picture.width).toBe(picture.height);
      expect(picture.icc).toBeDefined();
      expect(picture.exif).toBeUndefined();
      expect(Math.round(picture.density ?? 0)).toBe(300);
      const mask = await sharp(line.mask!).metadata();
      expect([mask.width, mask.height, mask.channels]).toEqual([rendered.width, rendered.height, 1]);
    }
  });

  it('gives photos of the same name different pictures, and leaves nothing half-written', async () => {
    const names = (await readdir(join(directory.path, 'out'))).sort();
    expect(names).toEqual([
      'blue-iris-2.filled.png',
      'blue-iris-2.mask.png',
      'blue-iris-2.png',
      'blue-iris.filled.png',
      'blue-iris.mask.png',
      'blue-iris.png',
    ]);
  });

  it('reports how long each stage took', () => {
    const { timings, inferenceMs } = first.lines[0]!;
    const stages = Object.entries(timings!).filter(([name]) => name !== 'total');
    expect(stages.every(([, milliseconds]) => milliseconds !== null && milliseconds >= 0)).toBe(true);
    expect(inferenceMs).toBeLessThanOrEqual(timings!.total);
  });

  it('reports finished photos at once when the same command runs again, and makes new ones on demand', async () => {
    const before = (await stat(first.lines[0]!.output!)).mtimeMs;
    const second = await irisvue(args());
    expect(second.exitCode, second.stderr).toBe(0);
    expect(second.lines.map((line) => line.timings)).toEqual(first.lines.map((line) => line.timings));
    const again = await irisvue([...args('--again')]);
    expect(again.lines.map((line) => line.timings)).not.toEqual(first.lines.map((line) => line.timings));
    expect((await stat(again.lines[0]!.output!)).mtimeMs).toBeGreaterThan(before);
    const jobs = await irisvue(['jobs', '--data', join(directory.path, 'data')]);
    expect(jobs.stdout).toMatch(/4 finished/);
  });

  it.each([
    { option: ['--background', 'transparent'], channels: 4, corner: [0, 0, 0, 0] },
    {
      option: ['--background', 'white', '--format', 'jpeg', '--size', '300'],
      channels: 3,
      corner: [255, 255, 255],
    },
    { option: ['--format', 'tiff', '--size', '300', '--no-reflections'], channels: 3, corner: [0, 0, 0] },
    { option: ['--no-enhance', '--strength', '0.5'], channels: 3, corner: [0, 0, 0] },
  ])('understands $option', async ({ option, channels, corner }) => {
    const { lines, exitCode } = await irisvue([
      'process',
      eyes[0]!.path,
      ...option,
      '--json',
      '--out',
      join(directory.path, 'options'),
      '--data',
      join(directory.path, 'data'),
    ]);
    expect(exitCode).toBe(0);
    const picture = sharp(lines[0]!.output!);
    const metadata = await picture.metadata();
    expect(metadata.channels).toBe(channels);
    if (option.includes('--size')) expect(metadata.width).toBe(300);
    if (option.includes('tiff')) expect(metadata.depth).toBe('ushort');
    const pixel = await picture
      .extract({ left: 0, top: 0, width: 1, height: 1 })
      .toColourspace('srgb')
      .raw()
      .toBuffer();
    expect([...pixel]).toEqual(corner);
  });

  it('makes the same picture crisper for print', async () => {
    const sharpnessOf = async (kind: string) => {
      const { lines } = await irisvue([
        'process',
        eyes[0]!.path,
        ...['--sharpness', kind, '--json'],
        ...['--out', join(directory.path, kind), '--data', join(directory.path, 'data')],
      ]);
      return meanStep(lines[0]!.output!);
    };
    expect(await sharpnessOf('print')).toBeGreaterThan(1.1 * (await sharpnessOf('natural')));
  });

  it.each([
    { args: [], says: /irisvue/ },
    { args: ['process', '--out', 'o'], says: /photos/ },
    { args: ['process', 'x.jpg'], says: /--out/ },
    { args: ['process', 'x.jpg', '--out', 'o', '--size', '100000'], says: /256 to 4096/ },
    { args: ['process', 'x.jpg', '--out', 'o', '--strength', 'much'], says: /0 to 1/ },
    {
      args: ['process', 'x.jpg', '--out', 'o', '--format', 'jpeg', '--background', 'transparent'],
      says: /JPEG/,
    },
    { args: ['dance'], says: /unknown command/ },
  ])('explains wrong usage and exits with 2: $args', async ({ args: wrong, says }) => {
    const { exitCode, stderr } = await irisvue(wrong);
    expect(stderr).toMatch(says);
    expect(exitCode).toBe(2);
  });
});
