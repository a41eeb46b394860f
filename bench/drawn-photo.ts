import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { renderFixture } from '../models/rendered-eyes/fixtures.ts';

const directory = fileURLToPath(new URL('../.cache/bench', import.meta.url));

/** Draws the bench's photo once and keeps it: 48 megapixels take a minute to draw. Returns its path. */
export async function drawnPhoto(width: number, height: number): Promise<string> {
  const path = join(directory, `eye-${width}x${height}.jpg`);
  if (await stat(path).catch(() => null)) return path;
  await mkdir(directory, { recursive: true });
  const picture = renderFixture({ seed: 12, width, height, catchlights: ['window'], photographed: 0.5 });
  await sharp(picture.rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toFile(path);
  return path;
}
