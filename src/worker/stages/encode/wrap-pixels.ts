/**
 * Wraps raw pixels as an uncompressed TIFF in memory (TIFF 6.0): the one way to hand libvips pixels together with
 * their profile and resolution, so that it stores both as they are. Given a profile to write, it would convert
 * the pixels first, and take 16-bit ones for Display P3.
 */
import type { PictureImage } from '../../imaging/image.ts';
import { sharp } from '../decode/hardened-sharp.ts';

const short = 3;
const long = 4;
const rational = 5;
const undefinedBytes = 7;

let srgbProfile: Promise<Buffer> | undefined;

/** The sRGB profile that libvips carries, byte for byte. */
export function readSrgbProfile(): Promise<Buffer> {
  srgbProfile ??= (async () => {
    const dot = sharp({ create: { width: 1, height: 1, channels: 3, background: 'black' } });
    const { icc } = await sharp(await dot.withIccProfile('srgb').png().toBuffer()).metadata();
    if (icc === undefined) throw new Error('libvips carries no sRGB profile');
    return icc;
  })();
  return srgbProfile;
}

/** @param bits depth to store; 8 is rounded to the nearest step, `value / 257`. */
export function wrapPixels(picture: PictureImage, bits: 8 | 16, dpi: number, profile: Buffer): Buffer {
  const { width, height, channels, data } = picture;
  const pixelBytes = (width * height * channels * bits) / 8;
  const entries: [tag: number, type: number, count: number, value: number | Buffer][] = [
    [256, long, 1, width],
    [257, long, 1, height],
    [258, short, channels, shorts(Array(channels).fill(bits))],
    [259, short, 1, 1],
    [262, short, 1, 2],
    [273, long, 1, 0],
    [277, short, 1, channels],
    [278, long, 1, height],
    [279, long, 1, pixelBytes],
    [282, rational, 1, longs([dpi, 1])],
    [283, rational, 1, longs([dpi, 1])],
    [296, short, 1, 2],
    // Alpha beside the colours, not multiplied into them.
    ...(channels === 4 ? ([[338, short, 1, 2]] as [number, number, number, number][]) : []),
    [34675, undefinedBytes, profile.length, profile],
  ];

  const directoryEnd = 8 + 2 + entries.length * 12 + 4;
  const outside = entries.flatMap(([, , , value]) => (typeof value === 'number' ? [] : [value]));
  const headerBytes = outside.reduce((end, value) => end + even(value.length), directoryEnd);
  const file = Buffer.allocUnsafe(headerBytes + pixelBytes).fill(0, 0, headerBytes);
  file.write('II*\0\x08\0\0\0', 0, 'latin1');
  file.writeUInt16LE(entries.length, 8);
  let free = directoryEnd;
  for (const [index, [tag, type, count, value]] of entries.entries()) {
    const at = 10 + index * 12;
    file.writeUInt16LE(tag, at);
    file.writeUInt16LE(type, at + 2);
    file.writeUInt32LE(count, at + 4);
    if (typeof value === 'number') {
      file.writeUInt32LE(tag === 273 ? headerBytes : value, at + 8);
    } else {
      value.copy(file, free);
      file.writeUInt32LE(free, at + 8);
      free += even(value.length);
    }
  }
  if (bits === 16) {
    // Typed arrays and this file are both little-endian on every machine that Node runs on.
    Buffer.from(data.buffer, data.byteOffset, data.byteLength).copy(file, headerBytes);
  } else {
    narrow(data, new Uint8Array(file.buffer, file.byteOffset + headerBytes, data.length));
  }
  return file;
}

/** 16 bits to 8: exactly round(value / 257), without a division. */
function narrow(from: Uint16Array, to: Uint8Array): void {
  for (let index = 0; index < to.length; index += 1) to[index] = (from[index]! * 255 + 32895) >> 16;
}

const even = (length: number) => length + (length & 1);

function shorts(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value, index * 2);
  return bytes;
}

function longs(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4);
  return bytes;
}
