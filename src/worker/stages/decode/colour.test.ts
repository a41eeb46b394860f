/**
 * Colours of profiled photographs against a reference computed here from published primaries and curves, which
 * shares nothing with the code under test but the formula of the colour difference.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deltaE2000, srgb16ToLab } from '../../imaging/delta-e.ts';
import { buildProfile, buildTiff, buildTiffPicture, drawColourChart, writeTo } from './drawn-pictures.ts';
import { sharp } from './hardened-sharp.ts';
import { openPhotograph } from './open-photograph.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'irisvue-colour-'));
});
afterAll(() => rm(directory, { recursive: true }));

type Vector = [number, number, number];
type Rows = [Vector, Vector, Vector];

function apply(rows: Rows, [x, y, z]: Vector): Vector {
  return rows.map((row) => row[0] * x + row[1] * y + row[2] * z) as Vector;
}

function invert([[a, b, c], [d, e, f], [g, h, i]]: Rows): Rows {
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  const rows: Rows = [
    [e * i - f * h, c * h - b * i, b * f - c * e],
    [f * g - d * i, a * i - c * g, c * d - a * f],
    [d * h - e * g, b * g - a * h, a * e - b * d],
  ];
  return rows.map((row) => row.map((value) => value / determinant)) as Rows;
}

/** RGB to XYZ from chromaticities, after Lindbloom. */
function fromPrimaries(primaries: readonly (readonly [number, number])[], white: Vector): Rows {
  const columns = primaries.map(([x, y]) => [x / y, 1, (1 - x - y) / y] as Vector);
  const rows = [0, 1, 2].map((row) => columns.map((column) => column[row])) as Rows;
  const scale = apply(invert(rows), white);
  return rows.map((row) => row.map((value, column) => value * scale[column]!)) as Rows;
}

const d65: Vector = [0.95047, 1, 1.08883];
const d50: Vector = [0.96422, 1, 0.82521];
const srgbPrimaries = [[0.64, 0.33], [0.3, 0.6], [0.15, 0.06]] as const; // biome-ignore format: a row each
const p3Primaries = [[0.68, 0.32], [0.265, 0.69], [0.15, 0.06]] as const; // biome-ignore format: as above
const adobePrimaries = [[0.64, 0.33], [0.21, 0.71], [0.15, 0.06]] as const; // biome-ignore format: as above
const proPhotoPrimaries = [[0.7347, 0.2653], [0.1596, 0.8404], [0.0366, 0.0001]] as const; // biome-ignore format: as above

const bradford: Rows = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];

function adapt(xyz: Vector, from: Vector, to: Vector): Vector {
  const source = apply(bradford, from);
  const target = apply(bradford, to);
  const cones = apply(bradford, xyz).map((value, index) => (value * target[index]!) / source[index]!);
  return apply(invert(bradford), cones as Vector);
}

const srgbCurve = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const encodeSrgb = (value: number) => {
  const light = Math.min(1, Math.max(0, value));
  return 65535 * (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055);
};

interface Space {
  readonly name: string;
  readonly primaries: readonly (readonly [number, number])[];
  readonly white: Vector;
  readonly curve: (encoded: number) => number;
  readonly profile: () => Promise<Buffer>;
}

const gammaProfile = (primaries: Space['primaries'], white: Vector, gamma: number) => {
  const matrix = fromPrimaries(primaries, white);
  const colorants = [0, 1, 2].map((column) => adapt(matrix.map((row) => row[column]!) as Vector, white, d50));
  return buildProfile(colorants, gamma);
};

const spaces: readonly Space[] = [
  {
    name: 'Display P3',
    primaries: p3Primaries,
    white: d65,
    curve: srgbCurve,
    profile: async () => {
      const blank = sharp({ create: { width: 1, height: 1, channels: 3, background: 'black' } });
      const { icc } = await sharp(await blank.withIccProfile('p3').png().toBuffer()).metadata();
      return icc!;
    },
  },
  {
    name: 'Adobe RGB',
    primaries: adobePrimaries,
    white: d65,
    curve: (value) => value ** (563 / 256),
    profile: async () => gammaProfile(adobePrimaries, d65, 563 / 256),
  },
  {
    name: 'ProPhoto',
    primaries: proPhotoPrimaries,
    white: d50,
    curve: (value) => value ** (461 / 256),
    profile: async () => gammaProfile(proPhotoPrimaries, d50, 461 / 256),
  },
];

const chart = drawColourChart();
/** The middle of each patch, away from what JPEG does at edges. */
const probes = Array.from({ length: 512 }, (_, patch) => {
  const at = (Math.floor(patch / 32) * 16 + 8) * chart.width + (patch % 32) * 16 + 8;
  return at * 3;
});

function reference(space: Space, at: number): Vector {
  const linear = Array.from(chart.data.subarray(at, at + 3), (value) => space.curve(value / 255)) as Vector;
  const xyz = adapt(apply(fromPrimaries(space.primaries, space.white), linear), space.white, d65);
  return apply(invert(fromPrimaries(srgbPrimaries, d65)), xyz).map(encodeSrgb) as Vector;
}

async function differences(path: string, space: Space): Promise<{ mean: number; largest: number }> {
  const photograph = await openPhotograph(path, { scratchDirectory: directory });
  const { data } = await photograph.readRegion({ left: 0, top: 0, width: 512, height: 256 });
  await photograph.close();
  const all = probes.map((at) =>
    deltaE2000(srgb16ToLab(data[at]!, data[at + 1]!, data[at + 2]!), srgb16ToLab(...reference(space, at))),
  );
  return { mean: all.reduce((sum, value) => sum + value, 0) / all.length, largest: Math.max(...all) };
}

describe.each(spaces)('a photograph in $name', (space) => {
  it.each([8, 16] as const)('keeps its colours exactly as a TIFF of %i bits', async (bits) => {
    const tiff = buildTiffPicture(chart, await space.profile(), bits);
    const { mean, largest } = await differences(await writeTo(directory, 'chart.tif', tiff), space);
    expect(mean).toBeLessThan(0.05);
    expect(largest).toBeLessThan(0.5);
  });

  it('keeps its colours as JPEG and as PNG', async () => {
    const tagged = sharp(buildTiffPicture(chart, await space.profile())).keepIccProfile();
    const jpeg = await tagged.clone().jpeg({ quality: 98, chromaSubsampling: '4:4:4' }).toBuffer();
    const png = await tagged.clone().png().toBuffer();
    expect((await differences(await writeTo(directory, 'chart.jpg', jpeg), space)).mean).toBeLessThan(0.6);
    expect((await differences(await writeTo(directory, 'chart.png', png), space)).mean).toBeLessThan(0.05);
  });
});

/** Writes EXIF with the interoperability index that cameras set to Adobe RGB use, into a JPEG without profile. */
function tagAsAdobeRgb(jpeg: Buffer): Buffer {
  const exif = buildTiff([[34665, 4, [0]]], new Uint8Array());
  const directoryAt = (entries: [number, number, number, string | number][]) => {
    const body = Buffer.alloc(2 + entries.length * 12 + 4);
    body.writeUInt16LE(entries.length, 0);
    entries.forEach(([tag, type, count, value], index) => {
      body.writeUInt16LE(tag, 2 + index * 12);
      body.writeUInt16LE(type, 4 + index * 12);
      body.writeUInt32LE(count, 6 + index * 12);
      if (typeof value === 'string') body.write(value, 10 + index * 12, 'latin1');
      else body.writeUInt32LE(value, 10 + index * 12);
    });
    return body;
  };
  const exifEntry = 8 + 2 + 12;
  exif.writeUInt32LE(exif.length, exifEntry + 8);
  const interoperability = exif.length + 18;
  const block = Buffer.concat([
    Buffer.from('Exif\0\0', 'latin1'),
    exif,
    directoryAt([[40965, 4, 1, interoperability]]),
    directoryAt([[1, 2, 4, 'R03\0']]),
  ]);
  const segment = Buffer.alloc(4);
  segment.writeUInt16BE(0xffe1, 0);
  segment.writeUInt16BE(block.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), segment, block, jpeg.subarray(2)]);
}

describe('colours without a profile', () => {
  it('takes Adobe RGB from EXIF where the camera embedded nothing', async () => {
    const plain = await sharp(chart.data, { raw: { width: 512, height: 256, channels: 3 } })
      .jpeg({ quality: 98, chromaSubsampling: '4:4:4' })
      .toBuffer();
    const adobe = spaces[1]!;
    const tagged = await writeTo(directory, 'camera.jpg', tagAsAdobeRgb(plain));
    expect((await differences(tagged, adobe)).mean).toBeLessThan(0.6);
    expect((await differences(await writeTo(directory, 'plain.jpg', plain), adobe)).mean).toBeGreaterThan(2);
  });

  it('leaves sRGB untouched: 8-bit values arrive times 257, 16-bit ones as they are', async () => {
    const eight = await writeTo(directory, 'eight.tif', buildTiffPicture(chart));
    const photograph = await openPhotograph(eight, { scratchDirectory: directory });
    const { data } = await photograph.readRegion({ left: 0, top: 0, width: 512, height: 256 });
    expect(data.every((value, index) => value === chart.data[index]! * 257)).toBe(true);
    await photograph.close();

    const ramp = Uint16Array.from({ length: 256 * 64 * 3 }, (_, index) => (index * 7919) % 65536);
    const png = await sharp(ramp, { raw: { width: 256, height: 64, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    const deep = await openPhotograph(await writeTo(directory, 'deep.png', png), {
      scratchDirectory: directory,
    });
    const region = await deep.readRegion({ left: 0, top: 0, width: 256, height: 64 });
    expect(region.data).toEqual(ramp);
    await deep.close();
  });
});
