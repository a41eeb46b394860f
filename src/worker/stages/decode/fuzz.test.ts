/**
 * Damages small files of every format in a few hundred seeded ways. Whatever comes out must be a picture or a
 * failure from the table, soon, and the process must live on.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StudioFailure } from '../../../contracts/failure.ts';
import { buildProfile, buildTiffPicture, drawAsymmetric, writeTo } from './drawn-pictures.ts';
import { sharp } from './hardened-sharp.ts';
import { openPhotograph } from './open-photograph.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'irisvue-fuzz-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** mulberry32 */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Mutation = (bytes: Buffer, random: () => number) => Buffer;

const mutations: Readonly<Record<string, Mutation>> = {
  truncate: (bytes, random) => bytes.subarray(0, Math.floor(bytes.length * random())),
  flipBits(bytes, random) {
    for (let flip = 0; flip < 1 + random() * 8; flip += 1) {
      const at = Math.floor(random() * bytes.length);
      bytes[at] = bytes[at]! ^ (1 << Math.floor(random() * 8));
    }
    return bytes;
  },
  /** Most of what a decoder trusts stands in the first bytes. */
  scrambleHeader(bytes, random) {
    for (let change = 0; change < 3; change += 1) {
      bytes[Math.floor(random() * Math.min(300, bytes.length))] = Math.floor(random() * 256);
    }
    return bytes;
  },
  enormousNumbers(bytes, random) {
    const at = Math.floor(random() * (Math.min(400, bytes.length) - 4));
    bytes.writeUInt32BE(random() < 0.5 ? 0xffffffff : 0x7fffffff, at);
    return bytes;
  },
  anotherMagic(bytes, random) {
    const magics = ['\xff\xd8\xff', '\x89PNG\r\n\x1a\n', 'II*\0', 'RIFF\0\0\0\0WEBP', '\0\0\0\x18ftypheic'];
    bytes.write(magics[Math.floor(random() * magics.length)]!, 0, 'latin1');
    return bytes;
  },
  append: (bytes, random) =>
    Buffer.concat([bytes, Buffer.from(Array.from({ length: 500 }, () => Math.floor(random() * 256)))]),
  cutOutMiddle(bytes, random) {
    const from = Math.floor(random() * bytes.length);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + Math.floor(random() * 64))]);
  },
};

const { width, height, data } = drawAsymmetric(64, 48);
const drawn = () => sharp(data, { raw: { width, height, channels: 3 } });
const profile = buildProfile([[0.61, 0.311, 0.019], [0.205, 0.626, 0.061], [0.149, 0.063, 0.745]], 2.2); // biome-ignore format: a row

/** Format, how to make one, rounds over all mutations. */
const seeds: readonly (readonly [string, () => Promise<Buffer>, number])[] = [
  ['jpeg', () => drawn().withIccProfile('p3').withMetadata({ orientation: 6 }).jpeg().toBuffer(), 10],
  ['progressive jpeg', () => drawn().jpeg({ progressive: true }).toBuffer(), 6],
  ['png', () => drawn().withIccProfile('p3').png().toBuffer(), 10],
  ['webp', () => drawn().webp({ effort: 0 }).toBuffer(), 8],
  ['tiff', async () => buildTiffPicture({ width, height, data }, profile), 10],
  ['lzw tiff', () => drawn().tiff({ compression: 'lzw' }).toBuffer(), 6],
  ['avif', () => drawn().avif({ effort: 0 }).toBuffer(), 6],
  ['heic', () => readFile(join(import.meta.dirname, 'fixtures/turned-display-p3.heic')), 3],
];

describe.each(seeds)('damaged %s', (name, make, rounds) => {
  it('gives a picture or a failure from the table', async () => {
    const original = await make();
    const random = seededRandom(name.length * 1000 + rounds);
    for (let round = 0; round < rounds; round += 1) {
      for (const [mutation, mutate] of Object.entries(mutations)) {
        const path = await writeTo(directory, 'damaged', mutate(Buffer.from(original), random));
        const started = performance.now();
        await openAndRead(path).catch((error: unknown) => {
          if (!(error instanceof StudioFailure)) throw error;
          expect(['unexpected', 'diskFull'], `${mutation} ${round}`).not.toContain(error.code);
        });
        expect(performance.now() - started, `${mutation} ${round}`).toBeLessThan(20_000);
      }
    }
    expect(await readdir(directory)).toEqual(['damaged']);
  });
});

async function openAndRead(path: string): Promise<void> {
  const photograph = await openPhotograph(path, { scratchDirectory: directory });
  try {
    const target = { width: Math.min(64, photograph.width), height: Math.min(64, photograph.height) };
    const whole = { left: 0, top: 0, width: photograph.width, height: photograph.height };
    expect(await photograph.readRegion(whole, target)).toMatchObject(target);
    const corner = { left: photograph.width - 16, top: photograph.height - 16, width: 16, height: 16 };
    expect(await photograph.readRegion(corner)).toMatchObject({ width: 16, height: 16 });
  } finally {
    await photograph.close();
  }
}
