/**
 * Reads ICC profiles of the matrix and tone-curve kind (ICC.1:2022, 8.3.3 and 8.4.3), which is what cameras,
 * phones and photo editors embed: sRGB, Display P3, Adobe RGB, ProPhoto, grey gammas. libvips converts 8-bit
 * pictures to 8 bits only and leaves 16-bit ones in Display P3, so these are converted by us at full depth;
 * profiles with lookup tables (print, scanners) go through libvips.
 *
 * The bytes come from strangers: every offset is checked, and whatever does not fit gives null.
 */

export interface ColourProfile {
  readonly space: 'rgb' | 'grey';
  /** One tone curve per channel (one for grey): encoded 0..1 to linear 0..1. */
  readonly curves: readonly ToneCurve[];
  /** Linear RGB to XYZ with the D50 white of the connection space, row by row; null for grey. */
  readonly toXyz: Matrix | null;
}

export type ToneCurve = (encoded: number) => number;
/** Three by three, row by row. */
export type Matrix = readonly [number, number, number, number, number, number, number, number, number];

const largestProfile = 4 * 1024 * 1024;

/** What the file says its colours are: `null` where the profile is of another kind or does not hold together. */
export function parseColourProfile(bytes: Uint8Array): ColourProfile | null {
  if (bytes.byteLength < 132 || bytes.byteLength > largestProfile) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (text(view, 36) !== 'acsp') return null;
  if (text(view, 20) !== 'XYZ ') return null;
  const tags = readTags(view);
  if (tags === null) return null;

  if (text(view, 16) === 'GRAY') {
    const curve = readCurve(tags.get('kTRC'));
    return curve === null ? null : { space: 'grey', curves: [curve], toXyz: null };
  }
  if (text(view, 16) !== 'RGB ') return null;
  const red = readXyz(tags.get('rXYZ'));
  const green = readXyz(tags.get('gXYZ'));
  const blue = readXyz(tags.get('bXYZ'));
  if (red === null || green === null || blue === null) return null;
  const curves: ToneCurve[] = [];
  for (const name of ['rTRC', 'gTRC', 'bTRC']) {
    const curve = readCurve(tags.get(name));
    if (curve === null) return null;
    curves.push(curve);
  }
  return {
    space: 'rgb',
    curves,
    toXyz: [red[0], green[0], blue[0], red[1], green[1], blue[1], red[2], green[2], blue[2]],
  };
}

/** Adobe RGB (1998), for cameras that name it in EXIF (DCF option file) and embed no profile. */
export const adobeRgb: ColourProfile = {
  space: 'rgb',
  curves: [adobeCurve, adobeCurve, adobeCurve],
  toXyz: [0.6097559, 0.2052401, 0.149224, 0.3111242, 0.625656, 0.0632197, 0.0194811, 0.0608902, 0.7448387],
};

function adobeCurve(encoded: number): number {
  return encoded ** (563 / 256);
}

function text(view: DataView, offset: number): string {
  return String.fromCharCode(
    view.getUint8(offset),
    view.getUint8(offset + 1),
    view.getUint8(offset + 2),
    view.getUint8(offset + 3),
  );
}

function readTags(view: DataView): Map<string, DataView> | null {
  const count = view.getUint32(128);
  if (count > 100 || 132 + count * 12 > view.byteLength) return null;
  const tags = new Map<string, DataView>();
  for (let entry = 132; entry < 132 + count * 12; entry += 12) {
    const offset = view.getUint32(entry + 4);
    const length = view.getUint32(entry + 8);
    if (length < 12 || offset + length > view.byteLength) continue;
    tags.set(text(view, entry), new DataView(view.buffer, view.byteOffset + offset, length));
  }
  return tags;
}

const fixed = (view: DataView, offset: number) => view.getInt32(offset) / 65536;

function readXyz(tag: DataView | undefined): [number, number, number] | null {
  if (tag === undefined || tag.byteLength < 20 || text(tag, 0) !== 'XYZ ') return null;
  return [fixed(tag, 8), fixed(tag, 12), fixed(tag, 16)];
}

function readCurve(tag: DataView | undefined): ToneCurve | null {
  if (tag === undefined) return null;
  if (text(tag, 0) === 'curv') return readSampledCurve(tag);
  if (text(tag, 0) === 'para') return readParametricCurve(tag);
  return null;
}

/** `curv` (10.6): no entry is the identity, one is a gamma in 1/256, more are samples from 0 to 1. */
function readSampledCurve(tag: DataView): ToneCurve | null {
  const count = tag.getUint32(8);
  if (count === 0) return (encoded) => encoded;
  if (count > 65536 || 12 + count * 2 > tag.byteLength) return null;
  if (count === 1) {
    const gamma = tag.getUint16(12) / 256;
    return gamma > 0 ? (encoded) => encoded ** gamma : null;
  }
  const samples = Float64Array.from({ length: count }, (_, index) => tag.getUint16(12 + index * 2) / 65535);
  return (encoded) => {
    const position = Math.min(1, Math.max(0, encoded)) * (count - 1);
    const below = Math.min(count - 2, Math.floor(position));
    const share = position - below;
    return samples[below]! * (1 - share) + samples[below + 1]! * share;
  };
}

/** `para` (10.18), the five function types with their parameters g a b c d e f. */
function readParametricCurve(tag: DataView): ToneCurve | null {
  const type = tag.getUint16(8);
  const parameterCount = [1, 3, 4, 5, 7][type];
  if (parameterCount === undefined || 12 + parameterCount * 4 > tag.byteLength) return null;
  const parameters = Array.from({ length: parameterCount }, (_, index) => fixed(tag, 12 + index * 4));
  const [g = 1, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0] = parameters;
  const power = (x: number) => Math.max(0, a * x + b) ** g;
  if (!(g > 0)) return null;
  switch (type) {
    case 0:
      return (x) => x ** g;
    case 1:
      return (x) => (a * x + b >= 0 ? power(x) : 0);
    case 2:
      return (x) => (a * x + b >= 0 ? power(x) + c : c);
    case 3:
      return (x) => (x >= d ? power(x) : c * x);
    default:
      return (x) => (x >= d ? power(x) + e : c * x + f);
  }
}
