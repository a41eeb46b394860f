/** What an enlargement is measured by, inside a mask (non-zero counts). `models/training` has the same measures. */
import { deltaE2000, srgb16ToLab } from '../../../src/worker/imaging/delta-e.ts';
import { brightnessOf, clampPicture, type FloatPicture, type Plane } from '../picture.ts';
import { blurPicture, blurPlane, resample } from '../resample.ts';

export interface EnhancementMeasures {
  /** dB, over all three channels. */
  readonly psnr: number;
  /** Of brightness; 1 is equal. */
  readonly ssim: number;
  /** Correlation with the truth in the bands 0.6-1.2 and 1.2-2.4 px: how much of the texture is real. */
  readonly f1: number;
  readonly f2: number;
  /** Variance in the band 0.6-2.4 px over the truth's. */
  readonly energy: number;
  /** High-pass variance that repeats with the scale's period, and all of it: add up before dividing. */
  readonly lattice: number;
  readonly high: number;
  /** Mean CIEDE2000 difference of what is wider than 8 px. */
  readonly drift: number;
}

export function measureEnhancement(
  output: FloatPicture,
  truth: FloatPicture,
  mask: Uint8Array,
  scale: number,
): EnhancementMeasures {
  const shown = clampPicture(output);
  const bright = brightnessOf(shown);
  const trueBright = brightnessOf(truth);
  const blurs = [0.6, 1.2, 2.4].map(
    (sigma) => [blurPlane(bright, sigma), blurPlane(trueBright, sigma)] as const,
  );
  const band = (fine: number, coarse: number, side: 0 | 1) =>
    subtract(blurs[fine]![side], blurs[coarse]![side]);
  const whole = [band(0, 2, 0), band(0, 2, 1)] as const;
  return {
    psnr: psnr(shown, truth, mask),
    ssim: ssim(bright, trueBright, mask),
    f1: correlation(band(0, 1, 0), band(0, 1, 1), mask),
    f2: correlation(band(1, 2, 0), band(1, 2, 1), mask),
    energy: variance(whole[0], mask) / (variance(whole[1], mask) + 1e-12),
    ...latticeEnergy(bright, blurs[1]![0], mask, scale),
    drift: colourDrift(shown, truth, mask),
  };
}

export function psnr(output: FloatPicture, truth: FloatPicture, mask: Uint8Array): number {
  let squares = 0;
  let count = 0;
  for (let pixel = 0; pixel < mask.length; pixel += 1) {
    if (mask[pixel] === 0) continue;
    for (let at = pixel * 3; at < pixel * 3 + 3; at += 1)
      squares += (output.data[at]! - truth.data[at]!) ** 2;
    count += 3;
  }
  return count === 0 ? Number.NaN : -10 * Math.log10(squares / count + 1e-12);
}

/** Wang, Bovik, Sheikh and Simoncelli 2004: Gaussian window of sigma 1.5, range 1. */
export function ssim(one: Plane, other: Plane, mask: Uint8Array): number {
  const blur = (values: (pixel: number) => number) =>
    blurPlane({ ...one, data: one.data.map((_, pixel) => values(pixel)) }, 1.5).data;
  const [x, y] = [one.data, other.data];
  const mx = blur((p) => x[p]!);
  const my = blur((p) => y[p]!);
  const xx = blur((p) => x[p]! * x[p]!);
  const yy = blur((p) => y[p]! * y[p]!);
  const xy = blur((p) => x[p]! * y[p]!);
  const [c1, c2] = [0.01 ** 2, 0.03 ** 2];
  return meanWhere(mask, (p) => {
    const [a, b] = [mx[p]!, my[p]!];
    const luminance = (2 * a * b + c1) / (a * a + b * b + c1);
    return (luminance * (2 * (xy[p]! - a * b) + c2)) / (xx[p]! - a * a + yy[p]! - b * b + c2);
  });
}

/** Pearson's r; 0 where one of the two is flat. */
export function correlation(one: Plane, other: Plane, mask: Uint8Array): number {
  const meanOne = meanWhere(mask, (p) => one.data[p]!);
  const meanOther = meanWhere(mask, (p) => other.data[p]!);
  const product = meanWhere(mask, (p) => (one.data[p]! - meanOne) * (other.data[p]! - meanOther));
  const spread = Math.sqrt(variance(one, mask) * variance(other, mask));
  return spread < 1e-14 ? 0 : product / spread;
}

export function variance(plane: Plane, mask: Uint8Array): number {
  const mean = meanWhere(mask, (p) => plane.data[p]!);
  return meanWhere(mask, (p) => (plane.data[p]! - mean) ** 2);
}

const cellsPerBlock = 16;
const leastCovered = 0.8;

/**
 * In blocks of 16x16 cells that lie inside the mask. A texture without a lattice scores about 1/256 by chance, a
 * dot lattice 0.05 and more.
 */
export function latticeEnergy(
  bright: Plane,
  blurred: Plane,
  mask: Uint8Array,
  scale: number,
): { lattice: number; high: number } {
  const { width, height } = bright;
  const high = subtract(bright, blurred).data;
  const side = cellsPerBlock * scale;
  let onLattice = 0;
  let total = 0;
  for (let top = 0; top + side <= height; top += side) {
    for (let left = 0; left + side <= width; left += side) {
      const phases = new Float64Array(scale * scale);
      let covered = 0;
      let sum = 0;
      let squares = 0;
      for (let y = 0; y < side; y += 1) {
        for (let x = 0; x < side; x += 1) {
          const at = (top + y) * width + left + x;
          if (mask[at] !== 0) covered += 1;
          const value = high[at]!;
          phases[(y % scale) * scale + (x % scale)]! += value / cellsPerBlock ** 2;
          sum += value;
          squares += value * value;
        }
      }
      if (covered < leastCovered * side * side) continue;
      const mean = sum / side ** 2;
      onLattice += phases.reduce((all, phase) => all + (phase - mean) ** 2, 0) / phases.length;
      total += squares / side ** 2 - mean ** 2;
    }
  }
  return { lattice: onLattice, high: total };
}

const driftReduction = 4;

/** What is 8 px wide can be seen on a quarter of the size. */
function colourDrift(output: FloatPicture, truth: FloatPicture, mask: Uint8Array): number {
  const width = Math.floor(truth.width / driftReduction);
  const height = Math.floor(truth.height / driftReduction);
  const wide = (picture: FloatPicture) =>
    blurPicture(resample(picture, width, height, 'box'), 8 / driftReduction).data;
  const [one, other] = [wide(output), wide(truth)];
  const labAt = (data: Float32Array, p: number) =>
    srgb16ToLab(65535 * data[p * 3]!, 65535 * data[p * 3 + 1]!, 65535 * data[p * 3 + 2]!);
  const middle = driftReduction / 2;
  const sparse = new Uint8Array(width * height).map((_, p) => {
    const row = Math.floor(p / width) * driftReduction + middle;
    return mask[row * truth.width + (p % width) * driftReduction + middle]!;
  });
  return meanWhere(sparse, (p) => deltaE2000(labAt(one, p), labAt(other, p)));
}

function subtract(one: Plane, other: Plane): Plane {
  return { ...one, data: one.data.map((value, p) => value - other.data[p]!) };
}

function meanWhere(mask: Uint8Array, valueAt: (pixel: number) => number): number {
  let sum = 0;
  let count = 0;
  for (let pixel = 0; pixel < mask.length; pixel += 1) {
    if (mask[pixel] === 0) continue;
    sum += valueAt(pixel);
    count += 1;
  }
  return count === 0 ? Number.NaN : sum / count;
}
