import { describe, expect, it } from 'vitest';
import type { PictureImage } from '../../imaging/image.ts';
import { sharp } from '../decode/hardened-sharp.ts';
import { PngStream } from './png-stream.ts';
import { readSrgbProfile } from './wrap-pixels.ts';

function noise(width: number, height: number, channels: 3 | 4): PictureImage {
  const data = Uint16Array.from({ length: width * height * channels }, (_, at) => (at * 7919) % 65536);
  return { width, height, channels, data };
}

const description = async () => ({ dpi: 300, profile: await readSrgbProfile(), xmp: '<x/>' });
const pixelsOf = (png: Buffer) => sharp(png, { ignoreIcc: true }).raw().toBuffer();

describe.each([3, 4] as const)('a PNG of %i channels', (channels) => {
  const picture = noise(61, 47, channels);

  it('shows every sample rounded to 8 bits', async () => {
    const png = await new PngStream(picture, await description()).finish();
    const rounded = Buffer.from(Uint8Array.from(picture.data, (value) => Math.round(value / 257)));
    expect((await pixelsOf(png)).equals(rounded)).toBe(true);
    expect(await sharp(png).metadata()).toMatchObject({ width: 61, height: 47, channels, density: 300 });
  });

  it('is the same file however its rows come', async () => {
    const whole = await new PngStream(picture, await description()).finish();
    const stream = new PngStream(picture, await description());
    for (const end of [1, 1, 20, 19, 46]) stream.advance(end);
    expect((await pixelsOf(await stream.finish())).equals(await pixelsOf(whole))).toBe(true);
  });

  it('reads no row before it is finished', async () => {
    const growing = { ...picture, data: new Uint16Array(picture.data.length) };
    const stream = new PngStream(growing, await description());
    growing.data.set(picture.data.subarray(0, 61 * 20 * channels));
    stream.advance(20);
    growing.data.set(picture.data);
    const whole = await new PngStream(picture, await description()).finish();
    expect((await pixelsOf(await stream.finish())).equals(await pixelsOf(whole))).toBe(true);
  });
});

it('can be given up half-way', async () => {
  const stream = new PngStream(noise(61, 47, 3), await description());
  stream.advance(20);
  stream.discard();
  await expect(stream.finish()).rejects.toThrow();
});
