/**
 * Brings pixels of any depth and any matrix profile to 16-bit sRGB. Colours outside sRGB are clipped channel by
 * channel, as every colour engine does for matrix profiles.
 */
import type { ColourProfile, Matrix } from './colour-profile.ts';
import { srgbEncodingTable } from './colour-srgb.ts';

/** XYZ with D50 white to linear sRGB: the inverse of the sRGB primaries after Bradford adaptation. */
const xyzToSrgb: Matrix = [
  3.1338561, -1.6168667, -0.4906146, -0.9787684, 1.9161415, 0.033454, 0.0719453, -0.2289914, 1.4052427,
];

export interface ColourConversion {
  /**
   * @param source interleaved samples, three per pixel, 0..255 or 0..65535 by type
   * @returns the same pixels as sRGB, 0..65535. A Uint16Array is converted in place.
   */
  convert(source: Uint8Array | Uint16Array): Uint16Array;
}

type ToneTables = readonly [red: Float32Array, green: Float32Array, blue: Float32Array];

/** `null` means that the pixels are sRGB already. */
export function colourConversion(profile: ColourProfile | null): ColourConversion {
  if (profile === null || isSrgb(profile)) return { convert: widen };
  const matrix = profile.toXyz === null ? null : multiply(xyzToSrgb, profile.toXyz);
  const tables = new Map<number, ToneTables>();
  const tablesUpTo = (top: number): ToneTables => {
    let known = tables.get(top);
    if (known === undefined) {
      known = toneTables(
        profile,
        Float64Array.from({ length: top + 1 }, (_, value) => value / top),
      );
      tables.set(top, known);
    }
    return known;
  };
  return {
    convert: (source) => {
      const target = source instanceof Uint8Array ? new Uint16Array(source.length) : source;
      const curves = tablesUpTo(source instanceof Uint8Array ? 255 : 65535);
      if (matrix === null) throughCurves(source, target, curves);
      else throughMatrix(source, target, curves, matrix);
      return target;
    },
  };
}

/** The profile's curves at the given encoded values, one table per channel. */
function toneTables(profile: ColourProfile, encoded: Float64Array): ToneTables {
  const [red, green = red, blue = red] = profile.curves.map((curve) =>
    Float32Array.from(encoded, (value) => clampUnit(curve(value))),
  );
  return [red!, green!, blue!];
}

/** 8 bits to 16: 255 becomes 65535 and every step is 257, so that nothing drifts. */
function widen(source: Uint8Array | Uint16Array): Uint16Array {
  if (source instanceof Uint16Array) return source;
  const target = new Uint16Array(source.length);
  for (let index = 0; index < source.length; index += 1) target[index] = source[index]! * 257;
  return target;
}

function throughCurves(source: Uint8Array | Uint16Array, target: Uint16Array, tables: ToneTables): void {
  const encoding = srgbEncodingTable();
  const steps = encoding.length - 1;
  for (let index = 0; index < source.length; index += 1) {
    target[index] = encoding[(tables[0][source[index]!]! * steps + 0.5) | 0]!;
  }
}

function throughMatrix(
  source: Uint8Array | Uint16Array,
  target: Uint16Array,
  [reds, greens, blues]: ToneTables,
  matrix: Matrix,
): void {
  const encoding = srgbEncodingTable();
  const steps = encoding.length - 1;
  const [rr, rg, rb, gr, gg, gb, br, bg, bb] = matrix.map((factor) => factor * steps) as unknown as Matrix;
  for (let index = 0; index < source.length; index += 3) {
    const red = reds[source[index]!]!;
    const green = greens[source[index + 1]!]!;
    const blue = blues[source[index + 2]!]!;
    const r = rr * red + rg * green + rb * blue;
    const g = gr * red + gg * green + gb * blue;
    const b = br * red + bg * green + bb * blue;
    target[index] = encoding[r <= 0 ? 0 : r >= steps ? steps : (r + 0.5) | 0]!;
    target[index + 1] = encoding[g <= 0 ? 0 : g >= steps ? steps : (g + 0.5) | 0]!;
    target[index + 2] = encoding[b <= 0 ? 0 : b >= steps ? steps : (b + 0.5) | 0]!;
  }
}

/**
 * Whether a profile is sRGB under any of its many names: no colour of a coarse grid moves by as much as half an
 * 8-bit step. Such pictures keep their exact values.
 */
function isSrgb(profile: ColourProfile): boolean {
  if (profile.toXyz === null) return false;
  const grid = Float64Array.of(0, 0.02, 0.1, 0.3, 0.5, 0.75, 1);
  const indices = Array.from(grid.keys());
  const source = Uint16Array.from(
    indices.flatMap((r) => indices.flatMap((g) => indices.flatMap((b) => [r, g, b]))),
  );
  const target = new Uint16Array(source.length);
  throughMatrix(source, target, toneTables(profile, grid), multiply(xyzToSrgb, profile.toXyz));
  return source.every((index, at) => Math.abs(grid[index]! * 65535 - target[at]!) < 128);
}

function clampUnit(value: number): number {
  return value > 0 ? Math.min(1, value) : 0;
}

function multiply(left: Matrix, right: Matrix): Matrix {
  return Array.from({ length: 9 }, (_, index) => {
    const row = Math.floor(index / 3) * 3;
    const column = index % 3;
    return (
      left[row]! * right[column]! + left[row + 1]! * right[column + 3]! + left[row + 2]! * right[column + 6]!
    );
  }) as unknown as Matrix;
}
