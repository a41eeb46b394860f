/** The few pictures that the bench shows many times, made of the samples. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { thumbnailSize } from '../../src/contracts/media-api.ts';

const samples = fileURLToPath(new URL('../../samples/', import.meta.url));

async function samplePaths(): Promise<string[]> {
  const names = await readdir(samples);
  return names.filter((name) => name.endsWith('.jpg')).map((name) => join(samples, name));
}

/** Thumbnails as the media worker makes them: of whole photos, and of square results. */
export async function makeThumbnails(folder: string): Promise<{ photos: string[]; results: string[] }> {
  const made: { photos: string[]; results: string[] } = { photos: [], results: [] };
  for (const [index, path] of (await samplePaths()).entries()) {
    for (const kind of ['photos', 'results'] as const) {
      const target = join(folder, `${kind}-${index}.webp`);
      const size = { width: thumbnailSize, height: thumbnailSize };
      await sharp(await readFile(path))
        .resize({ ...size, fit: kind === 'photos' ? 'inside' : 'cover' })
        .webp({ quality: 82, effort: 2 })
        .toFile(target);
      made[kind].push(target);
    }
  }
  return made;
}

/** A photo as a phone's small one, some hundred kilobytes: what is measured is main, not the decoder. */
export async function smallPhoto(): Promise<Buffer> {
  const [path] = await samplePaths();
  return sharp(path!).resize(800, 600).jpeg({ quality: 85 }).toBuffer();
}
