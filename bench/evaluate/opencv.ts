/** OpenCV's inpainting through a Python that has it; where none has, the comparison is left out and said so. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import type { MaskImage } from '../../src/worker/imaging/image.ts';
import { type FloatPicture, fromBytes, toBytes } from './picture.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('inpaint.py', import.meta.url));

/** @returns the first of the candidates that can import cv2, or null */
export async function pythonWithOpenCv(candidates: readonly string[]): Promise<string | null> {
  for (const python of candidates) {
    const works = await run(python, ['-c', 'import cv2']).then(
      () => true,
      () => false,
    );
    if (works) return python;
  }
  return null;
}

export interface InpaintingCase {
  readonly picture: FloatPicture;
  readonly holes: MaskImage;
}

/** In one run for all of them, because starting takes longest. */
export async function inpaintByOpenCv(
  python: string,
  cases: readonly InpaintingCase[],
  scratch: string,
): Promise<{ telea: FloatPicture; navierStokes: FloatPicture }[]> {
  const folder = await mkdtemp(join(scratch, 'inpaint-'));
  try {
    for (const [index, { picture, holes }] of cases.entries()) {
      const { width, height } = picture;
      await sharp(toBytes(picture), { raw: { width, height, channels: 3 } }).toFile(
        join(folder, `${index}.png`),
      );
      await sharp(holes.data, { raw: { width, height, channels: 1 } }).toFile(
        join(folder, `${index}.mask.png`),
      );
    }
    await run(python, [script, folder]);
    return await Promise.all(
      cases.map(async (_, index) => ({
        telea: await readPicture(join(folder, `${index}.telea.png`)),
        navierStokes: await readPicture(join(folder, `${index}.ns.png`)),
      })),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readPicture(path: string): Promise<FloatPicture> {
  const { data, info } = await sharp(path).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return fromBytes(info.width, info.height, data);
}
