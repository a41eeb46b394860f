/**
 * How far along its fibres an iris goes on looking the same. Where it does for long, what surrounds a hole says much
 * about what was in it; where it does not, nothing may be drawn out of it. Measured on each iris, since drawn fibres,
 * soft photographs and velvety brown irises differ by far.
 */
import type { ColourImage, MaskImage } from '../../imaging/image.ts';
import { randomSource } from './grain.ts';
import { cosineAt, depthAt, type IrisPolar, sineAt, turnAt } from './iris-polar.ts';

export interface FibreCoherence {
  /** How much of what a fibre's end shows is to be believed beside it, 0..1. */
  readonly share: number;
  /** Pixels along the fibre over which that falls to 1/e. */
  readonly length: number;
}

/** Iris radii: half the width that counts as one fibre and its neighbours, and the two distances compared. */
const across = 0.02;
const lags = [0.03, 0.1] as const;
/** A fibre is averaged over this much of its length. */
const along = 0.008;
const samples = 700;
const fewest = 60;
const depths = { least: 0.08, most: 0.85 } as const;
/** Iris radii: fibres shorter than the first say nothing, those longer than the second all there is to say. */
const telling = { from: 0.02, to: 0.07 } as const;
/** What a few pixels of rim say is partly grain. */
const trust = 0.7;
/** Bounds for the length, in iris radii; beyond them the estimate is not believed. */
const lengths = { least: 0.02, most: 0.35 } as const;
const seed = 0x51b3;

const none: FibreCoherence = { share: 0, length: 1 };

/** @param blocked 255 at frame pixels that are no evidence of the iris */
export function fibreCoherence(image: ColourImage, blocked: MaskImage, polar: IrisPolar): FibreCoherence {
  const random = randomSource(seed);
  const { radius } = polar;
  const sums = lags.map(() => ({ both: 0, here: 0, there: 0, count: 0 }));
  for (let sample = 0; sample < samples; sample += 1) {
    const x = polar.centreX + (2 * random() - 1) * radius;
    const y = polar.centreY + (2 * random() - 1) * radius;
    const turn = turnAt(polar, x, y);
    const depth = depthAt(polar, x, y, turn);
    if (depth < depths.least || depth > depths.most) continue;
    const dx = cosineAt(turn);
    const dy = sineAt(turn);
    const here = lead(image, blocked, x, y, dx, dy, radius);
    if (here === null) continue;
    for (const [index, lag] of lags.entries()) {
      const there = lead(image, blocked, x + lag * radius * dx, y + lag * radius * dy, dx, dy, radius);
      if (there === null) continue;
      const sum = sums[index]!;
      sum.both += here * there;
      sum.here += here * here;
      sum.there += there * there;
      sum.count += 1;
    }
  }
  const [near, far] = sums.map(({ both, here, there }) => both / Math.sqrt(here * there + 1e-20));
  if (sums[1]!.count < fewest || !(near! > 0.1)) return none;
  const ratio = near! / Math.max(0.02, far!);
  const apart = (lags[1] - lags[0]) * radius;
  const measured = ratio > 1 ? apart / Math.log(ratio) : Number.POSITIVE_INFINITY;
  const length = Math.min(lengths.most * radius, Math.max(lengths.least * radius, measured));
  const beside = Math.min(1, near! * Math.exp((lags[0] * radius) / length));
  const told = Math.min(1, Math.max(0, (length / radius - telling.from) / (telling.to - telling.from)));
  return { share: trust * told * beside, length };
}

/** How much lighter a piece of fibre is than what lies to both sides of it; null where it is not clear. */
function lead(
  image: ColourImage,
  blocked: MaskImage,
  x: number,
  y: number,
  dx: number,
  dy: number,
  radius: number,
): number | null {
  const side = across * radius;
  let sum = 0;
  for (let piece = -1; piece <= 1; piece += 1) {
    const px = x + piece * along * radius * dx;
    const py = y + piece * along * radius * dy;
    const middle = brightness(image, blocked, px, py);
    const left = brightness(image, blocked, px - side * dy, py + side * dx);
    const right = brightness(image, blocked, px + side * dy, py - side * dx);
    if (middle < 0 || left < 0 || right < 0) return null;
    sum += middle - (left + right) / 2;
  }
  return sum;
}

/** The mean of 2 x 2 pixels, 0..1; negative where they are not clear. */
function brightness({ width, height, data }: ColourImage, blocked: MaskImage, x: number, y: number): number {
  const left = Math.floor(x - 0.5);
  const top = Math.floor(y - 0.5);
  if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) return -1;
  let sum = 0;
  for (let pixel = top * width + left; pixel <= (top + 1) * width + left; pixel += width) {
    if (blocked.data[pixel]! >= 128 || blocked.data[pixel + 1]! >= 128) return -1;
    for (let at = pixel * 3; at < pixel * 3 + 6; at += 1) sum += data[at]!;
  }
  return sum / (12 * 65535);
}
