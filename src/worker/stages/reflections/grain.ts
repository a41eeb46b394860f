/**
 * The camera's noise, measured and made again: a filled place without it looks like plastic once the picture is
 * enhanced. Measured by how much neighbours differ at growing distances (a variogram), so JPEG's and noise
 * reduction's smear is copied with it.
 */
import type { ColourImage } from '../../imaging/image.ts';

export interface Grain {
  /** A square of noise that repeats, three channels interleaved, in 0..1 units of the picture. */
  readonly tile: Float32Array;
  readonly size: number;
}

const tileSize = 256;
/** Far enough for camera noise to be independent, near enough for the ground to be flat. */
const independent = 6;

/**
 * @param usable whether a pixel belongs to the flat ground to measure on.
 * @param seed the same seed and picture give the same grain.
 */
export function measureGrain(
  image: ColourImage,
  box: { left: number; top: number; right: number; bottom: number },
  usable: (index: number) => boolean,
  seed: number,
): Grain {
  const { width, data } = image;
  const near: number[][] = [[], [], []];
  const distant: number[][] = [[], [], []];
  let together = 0;
  let apart = 0;
  const stride = Math.max(
    1,
    Math.round(Math.sqrt(((box.right - box.left) * (box.bottom - box.top)) / 12_000)),
  );
  for (let y = box.top; y < box.bottom; y += stride) {
    for (let x = box.left; x + independent < box.right; x += stride) {
      const index = y * width + x;
      if (!usable(index) || !usable(index + 1) || !usable(index + independent)) continue;
      for (let channel = 0; channel < 3; channel += 1) {
        const here = data[index * 3 + channel]!;
        near[channel]!.push(Math.abs(here - data[(index + 1) * 3 + channel]!));
        distant[channel]!.push(Math.abs(here - data[(index + independent) * 3 + channel]!));
      }
      const red = data[index * 3]! - data[(index + independent) * 3]!;
      const green = data[index * 3 + 1]! - data[(index + independent) * 3 + 1]!;
      together += red * green;
      apart += 0.5 * (red * red + green * green);
    }
  }
  const deviations = [0, 1, 2].map((channel) => robustDeviation(distant[channel]!));
  const nearby = [0, 1, 2].map((channel) => robustDeviation(near[channel]!));
  const far = deviations[0]! + deviations[1]! + deviations[2]!;
  const close = nearby[0]! + nearby[1]! + nearby[2]!;
  const correlation = far > 0 ? Math.min(0.95, Math.max(0, 1 - (close / far) ** 2)) : 0;
  const shared = apart > 0 ? Math.min(1, Math.max(0, together / apart)) : 0;
  return { tile: makeTile(deviations, correlation, shared, seed), size: tileSize };
}

/** Of one pixel, from absolute differences of two independent ones; half the differences may be outliers. */
function robustDeviation(differences: number[]): number {
  if (differences.length < 30) return 0;
  differences.sort((a, b) => a - b);
  // A quarter of Gaussian differences lies below 0.3186 deviations of the difference; low quantiles see past
  // texture. Values sit on the source's steps, so one quarter alone may be 0: the mean below the median is not.
  const half = differences.slice(0, Math.ceil(differences.length / 2));
  const mean = half.reduce((sum, value) => sum + value, 0) / half.length;
  return mean / 0.3247 / Math.SQRT2 / 65535;
}

function makeTile(
  deviations: readonly number[],
  correlation: number,
  shared: number,
  seed: number,
): Float32Array {
  const fields = whiteNoise(seed).map((field) => smoothNoise(field, correlation));
  const tile = new Float32Array(tileSize * tileSize * 3);
  const common = Math.sqrt(shared);
  const own = Math.sqrt(1 - shared);
  for (let index = 0; index < tileSize * tileSize; index += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      tile[index * 3 + channel] =
        deviations[channel]! * (common * fields[3]![index]! + own * fields[channel]![index]!);
    }
  }
  return tile;
}

let known: { readonly seed: number; readonly fields: readonly Float32Array[] } | null = null;

/** One field per channel and one that all share; the last ones drawn are kept, as every picture asks for the same. */
function whiteNoise(seed: number): readonly Float32Array[] {
  if (known?.seed === seed) return known.fields;
  const random = randomSource(seed);
  const fields = [0, 1, 2, 3].map(() =>
    Float32Array.from({ length: tileSize * tileSize }, () => gaussian(random)),
  );
  known = { seed, fields };
  return fields;
}

/** Unit noise whose neighbours correlate as told: white noise under a Gaussian, wrapped at the tile's edges. */
function smoothNoise(white: Float32Array, correlation: number): Float32Array {
  let field = white;
  const width = correlation > 0.05 ? Math.min(2.5, Math.sqrt(-1 / (4 * Math.log(correlation)))) : 0;
  if (width > 0.3) {
    const reach = Math.ceil(2.5 * width);
    const weights = Array.from({ length: 2 * reach + 1 }, (_, k) =>
      Math.exp(-((k - reach) ** 2) / (2 * width * width)),
    );
    const power = Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0));
    const kernel = Float64Array.from(weights, (weight) => weight / power);
    for (const step of [1, tileSize]) {
      const next = new Float32Array(field.length);
      for (let index = 0; index < field.length; index += 1) {
        let sum = 0;
        for (let k = -reach; k <= reach; k += 1) {
          const place = step === 1 ? (index & ~255) | ((index + k) & 255) : (index + k * tileSize) & 65535;
          sum += kernel[k + reach]! * field[place]!;
        }
        next[index] = sum;
      }
      field = next;
    }
  }
  return field;
}

function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
}

/** Mulberry32: small, seeded, good enough for grain. */
export function randomSource(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function grainAt(grain: Grain, x: number, y: number, channel: number): number {
  return grain.tile[(((y & (tileSize - 1)) * tileSize + (x & (tileSize - 1))) * 3 + channel) | 0]!;
}
