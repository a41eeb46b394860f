/** Drawn pictures as files that tests open and read, and what they find in them. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { StudioFailure } from '../../../contracts/failure.ts';
import type { ColourImage } from '../../imaging/image.ts';
import { drawAsymmetric, writeTo } from './drawn-pictures.ts';
import { sharp } from './hardened-sharp.ts';
import { openPhotograph } from './open-photograph.ts';

export const picture = drawAsymmetric(96, 64);
export const drawn = (source = picture) =>
  sharp(source.data, { raw: { width: source.width, height: source.height, channels: 3 } });

/** For the tests of the file that calls it, which must leave nothing unpacked behind. */
export function photographsUnderTest(): PhotographsUnderTest {
  const here = new PhotographsUnderTest();
  beforeAll(async () => {
    here.directory = await mkdtemp(join(tmpdir(), 'irisvue-decode-'));
    here.scratchDirectory = await mkdtemp(join(tmpdir(), 'irisvue-scratch-'));
  });
  afterAll(async () => {
    expect(await readdir(here.scratchDirectory)).toEqual([]);
    await rm(here.directory, { recursive: true });
    await rm(here.scratchDirectory, { recursive: true });
  });
  return here;
}

export class PhotographsUnderTest {
  directory = '';
  scratchDirectory = '';

  async open(name: string, bytes: Uint8Array) {
    const { directory, scratchDirectory } = this;
    return openPhotograph(await writeTo(directory, name, bytes), { scratchDirectory });
  }

  /** One of those that are kept in fixtures/. */
  openFixture(name: string) {
    const { scratchDirectory } = this;
    return openPhotograph(join(import.meta.dirname, 'fixtures', name), { scratchDirectory });
  }

  async readWhole(name: string, bytes: Uint8Array): Promise<ColourImage> {
    const photograph = await this.open(name, bytes);
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
}

export async function failureOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof StudioFailure) return error.code;
    throw error;
  }
  return 'none';
}

/** 8-bit colour in the middle of a pixel. */
export const colourAt = ({ width, data }: ColourImage, x: number, y: number) =>
  [0, 1, 2].map((channel) => Math.round(data[(y * width + x) * 3 + channel]! / 257));

export const near = (actual: readonly number[], expected: readonly number[], tolerance: number) => {
  const differences = actual.map((value, index) => Math.abs(value - expected[index]!));
  expect(Math.max(...differences), `${actual} is not ${expected}`).toBeLessThanOrEqual(tolerance);
};
