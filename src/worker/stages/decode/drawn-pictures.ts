/** Pictures, profiles and files that the tests of decoding draw for themselves. */
import { writeFile } from 'node:fs/promises';

export interface DrawnPicture {
  readonly width: number;
  readonly height: number;
  /** Interleaved RGB. */
  readonly data: Uint8Array;
}

/** Gradients with a red patch in the upper left and a green one in the lower right: no turn leaves it alike. */
export function drawAsymmetric(width: number, height: number): DrawnPicture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let colour = [40 + (160 * x) / width, 60 + (130 * y) / height, 120];
      if (x < width / 4 && y < height / 4) colour = [220, 40, 40];
      if (x >= (width * 3) / 4 && y >= (height * 3) / 4) colour = [30, 200, 60];
      data.set(colour.map(Math.round), (y * width + x) * 3);
    }
  }
  return { width, height, data };
}

/** 8 x 8 x 8 colours from `low` to 255, as 16 x 16 pixel patches in rows of 32. */
export function drawColourChart(low = 16): DrawnPicture {
  const width = 512;
  const height = 256;
  const data = new Uint8Array(width * height * 3);
  const level = (index: number) => Math.round(low + ((255 - low) * index) / 7);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const patch = Math.floor(y / 16) * 32 + Math.floor(x / 16);
      data.set([level(patch % 8), level((patch >> 3) % 8), level(patch >> 6)], (y * width + x) * 3);
    }
  }
  return { width, height, data };
}

/**
 * A minimal ICC version 2 display profile (ICC.1:2001-04): three colorants and one gamma curve, or a grey curve.
 * @param colorants XYZ (D50) of red, green and blue; empty makes a grey profile
 */
export function buildProfile(colorants: readonly (readonly number[])[], gamma: number): Buffer {
  const fixed = (value: number) => Math.round(value * 65536);
  const xyz = (values: readonly number[]) => {
    const tag = Buffer.alloc(20);
    tag.write('XYZ ', 0, 'latin1');
    for (const [index, value] of values.entries()) tag.writeInt32BE(fixed(value), 8 + index * 4);
    return tag;
  };
  const curve = Buffer.alloc(16);
  curve.write('curv', 0, 'latin1');
  curve.writeUInt32BE(1, 8);
  curve.writeUInt16BE(Math.round(gamma * 256), 12);
  const words = (type: string, text: string) => {
    const tag = Buffer.alloc(type === 'desc' ? 92 + text.length : 12 + text.length);
    tag.write(type, 0, 'latin1');
    if (type === 'desc') tag.writeUInt32BE(text.length, 8);
    tag.write(text, type === 'desc' ? 12 : 8, 'latin1');
    return tag;
  };
  const tags: [string, Buffer][] = [
    ['desc', words('desc', 'Drawn for a test\0')],
    ['cprt', words('text', 'CC0\0')],
    ['wtpt', xyz([0.9642, 1, 0.8249])],
  ];
  if (colorants.length === 0) tags.push(['kTRC', curve]);
  const names = ['r', 'g', 'b'];
  for (const [index, colorant] of colorants.entries()) {
    tags.push([`${names[index]}XYZ`, xyz(colorant)], [`${names[index]}TRC`, curve]);
  }

  const header = Buffer.alloc(132 + tags.length * 12);
  header.writeUInt32BE(0x02200000, 8);
  header.write('mntr', 12, 'latin1');
  header.write(colorants.length === 0 ? 'GRAY' : 'RGB ', 16, 'latin1');
  header.write('XYZ ', 20, 'latin1');
  header.write('acsp', 36, 'latin1');
  for (const [index, value] of [0.9642, 1, 0.8249].entries())
    header.writeInt32BE(fixed(value), 68 + index * 4);
  header.writeUInt32BE(tags.length, 128);
  let offset = header.length;
  const bodies = tags.map(([name, body], index) => {
    const padded = Buffer.concat([body, Buffer.alloc(-body.length & 3)]);
    header.write(name, 132 + index * 12, 'latin1');
    header.writeUInt32BE(offset, 136 + index * 12);
    header.writeUInt32BE(body.length, 140 + index * 12);
    offset += padded.length;
    return padded;
  });
  header.writeUInt32BE(offset, 0);
  return Buffer.concat([header, ...bodies]);
}

/** One entry of a TIFF directory: tag, type (3 short, 4 long, 7 bytes) and its values. */
export type TiffEntry = readonly [tag: number, type: 2 | 3 | 4 | 7, values: readonly number[] | Uint8Array];

/** A little-endian TIFF with one directory; strip offsets (273) are filled in. */
export function buildTiff(entries: readonly TiffEntry[], pixels: Uint8Array): Buffer {
  const sorted = [...entries, [273, 4, [0]] as TiffEntry].sort((first, second) => first[0] - second[0]);
  const sizes: Readonly<Record<number, number>> = { 2: 1, 3: 2, 4: 4, 7: 1 };
  const directory = Buffer.alloc(2 + sorted.length * 12 + 4);
  directory.writeUInt16LE(sorted.length, 0);
  let offset = 8 + directory.length;
  const outside: Buffer[] = [];
  const encode = (type: number, values: readonly number[] | Uint8Array) => {
    const body = Buffer.alloc(values.length * sizes[type]!);
    for (const [index, value] of values.entries())
      body.writeUIntLE(value, index * sizes[type]!, sizes[type]!);
    return body;
  };
  sorted.forEach(([tag, type, values], index) => {
    const at = 2 + index * 12;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(values.length, at + 4);
    const body = encode(type, values);
    if (body.length <= 4) {
      body.copy(directory, at + 8);
      return;
    }
    directory.writeUInt32LE(offset, at + 8);
    const padded = Buffer.concat([body, Buffer.alloc(body.length & 1)]);
    outside.push(padded);
    offset += padded.length;
  });
  const strip = sorted.findIndex(([tag]) => tag === 273);
  directory.writeUInt32LE(offset, 2 + strip * 12 + 8);
  return Buffer.concat([Buffer.from('II*\0\x08\0\0\0', 'latin1'), directory, ...outside, pixels]);
}

/** The picture as an uncompressed TIFF, with an ICC profile where given, 8 or 16 bits deep. */
export function buildTiffPicture(
  { width, height, data }: DrawnPicture,
  profile?: Buffer,
  bits: 8 | 16 = 8,
): Buffer {
  const pixels = bits === 8 ? data : new Uint8Array(Uint16Array.from(data, (value) => value * 257).buffer);
  return buildTiff(
    [
      [256, 4, [width]],
      [257, 4, [height]],
      [258, 3, [bits, bits, bits]],
      [259, 3, [1]],
      [262, 3, [2]],
      [277, 3, [3]],
      [278, 4, [height]],
      [279, 4, [pixels.length]],
      ...(profile === undefined ? [] : [[34675, 7, profile] as TiffEntry]),
    ],
    pixels,
  );
}

/** Puts bytes into a fresh file and gives its path. */
export async function writeTo(directory: string, name: string, bytes: Uint8Array): Promise<string> {
  const path = `${directory}/${name}`;
  await writeFile(path, bytes);
  return path;
}
