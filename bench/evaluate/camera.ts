/**
 * What a good camera would have recorded of a sharp picture: lens, sensor, noise reduction that smears colour,
 * sharpening, JPEG. The trainings have their own; this one is for measuring and is never trained on.
 */
import sharp from 'sharp';
import type { Random } from '../../models/rendered-eyes/random.ts';
import { type FloatPicture, fromBytes, quantise, toBytes } from './picture.ts';
import { blurPicture, type KernelName, resample } from './resample.ts';

const kernelsOfReduction: readonly KernelName[] = ['bicubic', 'bicubic', 'bicubic', 'lanczos', 'box'];

/** 1/scale of the size, filtered and rounded to 8 bits. */
export function reduceCleanly(
  truth: FloatPicture,
  scale: number,
  kernel: KernelName = 'bicubic',
): FloatPicture {
  return quantise(resample(truth, Math.floor(truth.width / scale), Math.floor(truth.height / scale), kernel));
}

export async function photographAt(
  truth: FloatPicture,
  scale: number,
  random: Random,
): Promise<FloatPicture> {
  const soft = blurPicture(truth, Math.max(0, random.range(0, 0.8) * scale - 0.3));
  let picture = reduceCleanly(soft, scale, random.pick(kernelsOfReduction));
  picture = withNoise(picture, random);
  if (random.chance(0.6)) picture = smearColour(picture, random.range(0.4, 1.6));
  if (random.chance(0.45)) picture = sharpen(picture, random.range(0.6, 1.5), random.range(0.1, 0.7));
  if (random.chance(0.9)) return viaJpeg(picture, random.integer(75, 98), random.chance(0.5));
  return quantise(picture);
}

/** 0.7 to 5 levels at white, less in the dark, a little correlated by demosaicing. */
function withNoise(picture: FloatPicture, random: Random): FloatPicture {
  const level = Math.exp(random.range(Math.log(0.7), Math.log(5))) / 255;
  const sigma = random.chance(0.6) ? random.range(0.35, 0.7) : 0;
  const noise = blurPicture({ ...picture, data: picture.data.map(() => random.normal()) }, sigma).data;
  const spread = Math.sqrt(noise.reduce((sum, value) => sum + value * value, 0) / noise.length);
  return {
    ...picture,
    data: picture.data.map(
      (value, at) => value + (noise[at]! / spread) * level * Math.sqrt(0.3 + 0.7 * value),
    ),
  };
}

/** Blurs the differences of red and blue from brightness. */
function smearColour(picture: FloatPicture, sigma: number): FloatPicture {
  const { data } = picture;
  const bright = (at: number) => {
    const first = at - (at % 3);
    return 0.299 * data[first]! + 0.587 * data[first + 1]! + 0.114 * data[first + 2]!;
  };
  const colour = blurPicture({ ...picture, data: data.map((value, at) => value - bright(at)) }, sigma).data;
  return { ...picture, data: data.map((_, at) => bright(at) + colour[at]!) };
}

function sharpen(picture: FloatPicture, sigma: number, amount: number): FloatPicture {
  const soft = blurPicture(picture, sigma).data;
  return mapPixels(picture, (value, at) => value + amount * (value - soft[at]!));
}

async function viaJpeg(picture: FloatPicture, quality: number, halveColour: boolean): Promise<FloatPicture> {
  const { width, height } = picture;
  const file = await sharp(toBytes(picture), { raw: { width, height, channels: 3 } })
    .jpeg({ quality, chromaSubsampling: halveColour ? '4:2:0' : '4:4:4' })
    .toBuffer();
  return fromBytes(width, height, await sharp(file).raw().toBuffer());
}

function mapPixels(picture: FloatPicture, change: (value: number, at: number) => number): FloatPicture {
  return { ...picture, data: picture.data.map(change) };
}
