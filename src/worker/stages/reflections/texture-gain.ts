/**
 * How crisply copies are resampled and how much grain they are given, so that a filled place is as textured as the
 * iris around it. Soft photographs swell under a sharp kernel, noisy ones fade under a soft one, and grain measured
 * in the dark of the pupil is stronger than the iris's own: so it is tried on the iris itself.
 */
import type { ColourImage, MaskImage } from '../../imaging/image.ts';
import { type Grain, grainAt, randomSource } from './grain.ts';
import { depthAt, type IrisPolar, turnAt } from './iris-polar.ts';
import { sampleBicubic } from './sample-bicubic.ts';

export interface TextureGain {
  /** Of the kernel that copies are resampled with: -0.5 is Catmull-Rom, -1 keeps nearly all fine texture. */
  readonly slope: number;
  /** Share of the measured grain on top of copies, 0..0.5. */
  readonly grainOnCopies: number;
  /** Share of it that a smooth fill needs to be as textured as the iris, 0..1. */
  readonly grainOnPlates: number;
}

const slopes = [-1, -0.75, -0.5] as const;
const samples = 1500;
/** A fill shall have this share of the iris's energy: what is invented had better be a little calmer. */
const wanted = 0.88;
/** Resampling takes away about half of the grain that a copy brings. */
const mostOnCopies = 0.5;
const usableDepths = { least: 0.05, most: 0.95 } as const;
const seed = 0x7e87;

/** @param blocked 255 at frame pixels that are no evidence of the iris */
export function textureGain(
  image: ColourImage,
  blocked: MaskImage,
  polar: IrisPolar,
  grain: Grain,
): TextureGain {
  const places = choosePlaces(image, blocked, polar);
  if (places.length === 0) return { slope: -1, grainOnCopies: mostOnCopies, grainOnPlates: 1 };
  const iris = laplacianEnergy(places, (x, y, into) => sampleBicubic(image, x, y, -1, into), 0);
  const noise = laplacianEnergy(
    places,
    (x, y, into) => {
      for (let channel = 0; channel < 3; channel += 1) into[channel] = grainAt(grain, x, y, channel);
    },
    0,
  );
  const most = wanted * iris;
  let slope: number = slopes[0];
  let copied = 0;
  for (const [index, tried] of slopes.entries()) {
    const energy = laplacianEnergy(places, (x, y, into) => sampleBicubic(image, x, y, tried, into), 1);
    const before = copied;
    copied = energy;
    slope = tried;
    if (energy > most) continue;
    // Energy grows nearly evenly from one slope to the next.
    const last = slopes[index - 1];
    if (last !== undefined && before > most) {
      const share = (most - energy) / (before - energy);
      slope = tried + share * (last - tried);
      copied = most;
    }
    break;
  }
  const shareOf = (missing: number) => (noise > 0 ? Math.sqrt(Math.max(0, missing) / noise) : 1);
  return {
    slope,
    grainOnCopies: Math.min(mostOnCopies, shareOf(most - copied)),
    grainOnPlates: Math.min(1, shareOf(most)),
  };
}

/** Pixels of clear iris, x and y in turns, with five pixels of room. */
function choosePlaces({ width, height }: ColourImage, blocked: MaskImage, polar: IrisPolar): Int32Array {
  const random = randomSource(seed);
  const places = new Int32Array(2 * samples);
  let count = 0;
  for (let attempt = 0; attempt < 12 * samples && count < samples; attempt += 1) {
    const x = Math.floor(polar.centreX + (2 * random() - 1) * polar.radius);
    const y = Math.floor(polar.centreY + (2 * random() - 1) * polar.radius);
    if (Math.min(x, y, width - 1 - x, height - 1 - y) < 5) continue;
    const at = y * width + x;
    const near = [at, at - 3, at + 3, at - 3 * width, at + 3 * width];
    if (near.some((pixel) => blocked.data[pixel]! >= 128)) continue;
    const depth = depthAt(polar, x + 0.5, y + 0.5, turnAt(polar, x + 0.5, y + 0.5));
    if (depth < usableDepths.least || depth > usableDepths.most) continue;
    places[2 * count] = x;
    places[2 * count + 1] = y;
    count += 1;
  }
  return count < samples / 10 ? new Int32Array(0) : places.subarray(0, 2 * count);
}

type ReadColour = (x: number, y: number, into: Float32Array) => void;

const here = new Float32Array(3);
const beside = new Float32Array(3);

/** Mean squared Laplacian over places that are moved by up to `shift` pixels each way. */
function laplacianEnergy(places: Int32Array, read: ReadColour, shift: number): number {
  const random = randomSource(seed + 1);
  let sum = 0;
  for (let index = 0; index < places.length; index += 2) {
    // Centres of pixels are at a half: read there, the picture comes back as it is.
    const x = places[index]! + 0.5 + shift * random();
    const y = places[index + 1]! + 0.5 + shift * random();
    const laplacian = [0, 0, 0];
    read(x, y, here);
    for (const [dx, dy] of neighbours) {
      read(x + dx, y + dy, beside);
      for (let channel = 0; channel < 3; channel += 1)
        laplacian[channel]! += beside[channel]! - here[channel]!;
    }
    sum += laplacian[0]! ** 2 + laplacian[1]! ** 2 + laplacian[2]! ** 2;
  }
  return sum / places.length;
}

const neighbours = [
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
] as const;
