import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
// What the stages forbid to the decoder must not be needed here.
import '../../src/worker/stages/decode/hardened-sharp.ts';
import { createPicture } from './picture.ts';
import { detailAt, writeSheet } from './sheet.ts';

it('draws rows of cells under their titles', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'irisvue-sheet-'));
  try {
    const red = createPicture(40, 40);
    for (let at = 0; at < red.data.length; at += 3) red.data[at] = 1;
    const path = join(folder, 'deep', 'sheet.webp');
    const rows = [{ cells: [red, createPicture(20, 10)] }, { cells: [red, red] }];
    await writeSheet(rows, { path, titles: ['ours', ''], cell: 80, pixelated: true });
    const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([164, 26 + 164]);
    const redAt = (x: number, y: number) => data[(y * info.width + x) * info.channels]!;
    expect(redAt(40, 60)).toBeGreaterThan(220);
    expect(redAt(124, 60)).toBeLessThan(60);
    expect(redAt(124, 150)).toBeGreaterThan(220);
    let lettered = 0;
    for (let x = 0; x < 80; x += 1) for (let y = 0; y < 24; y += 1) if (redAt(x, y) > 120) lettered += 1;
    expect(lettered).toBeGreaterThan(10);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

it('keeps details inside the picture', () => {
  const detail = detailAt(createPicture(50, 30), 49, 0, 20);
  expect([detail.width, detail.height]).toEqual([20, 20]);
  expect(detailAt(createPicture(10, 10), 5, 5, 20).width).toBe(10);
});
