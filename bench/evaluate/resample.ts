/**
 * Resampling the way image libraries teach it, in floats: the kernel is widened when a picture is reduced, and
 * pixels are where their centres are. The product's own resampling is what is measured, so it is not used here.
 */
import { channelOf, type FloatPicture, fromChannels, type Plane } from './picture.ts';

export type KernelName = 'bicubic' | 'lanczos' | 'box';

interface Kernel {
  readonly support: number;
  readonly weigh: (distance: number) => number;
}

const kernels: Readonly<Record<KernelName, Kernel>> = {
  /** Keys, a = -0.5. */
  bicubic: {
    support: 2,
    weigh: (distance) => {
      const x = Math.abs(distance);
      if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
      return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
    },
  },
  lanczos: { support: 3, weigh: (x) => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0) },
  box: { support: 0.5, weigh: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
};

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

export function resample(
  picture: FloatPicture,
  width: number,
  height: number,
  kernel: KernelName,
): FloatPicture {
  return mapChannels(picture, (plane) =>
    transpose(resampleRows(transpose(resampleRows(plane, width, kernels[kernel])), height, kernels[kernel])),
  );
}

/** Gaussian blur with mirrored borders; `sigma` in pixels. */
export function blurPlane(plane: Plane, sigma: number): Plane {
  if (sigma <= 0) return plane;
  const reach = Math.max(1, Math.ceil(4 * sigma));
  const taps = Array.from({ length: 2 * reach + 1 }, (_, at) =>
    Math.exp(-((at - reach) ** 2) / (2 * sigma * sigma)),
  );
  const total = taps.reduce((sum, tap) => sum + tap, 0);
  const kernel = Float64Array.from(taps, (tap) => tap / total);
  return transpose(blurRows(transpose(blurRows(plane, kernel, reach)), kernel, reach));
}

export function blurPicture(picture: FloatPicture, sigma: number): FloatPicture {
  return sigma <= 0 ? picture : mapChannels(picture, (plane) => blurPlane(plane, sigma));
}

export function mapChannels(picture: FloatPicture, change: (plane: Plane) => Plane): FloatPicture {
  return fromChannels(
    [0, 1, 2].map((channel) => change(channelOf(picture, channel))) as [Plane, Plane, Plane],
  );
}

function resampleRows({ width, height, data }: Plane, target: number, kernel: Kernel): Plane {
  const step = width / target;
  const widening = Math.max(1, step);
  const reach = kernel.support * widening;
  const result = new Float32Array(target * height);
  for (let x = 0; x < target; x += 1) {
    const centre = (x + 0.5) * step;
    const first = Math.max(0, Math.floor(centre - reach + 0.5));
    const last = Math.min(width, Math.floor(centre + reach + 0.5));
    const weights = Array.from({ length: last - first }, (_, at) =>
      kernel.weigh((first + at + 0.5 - centre) / widening),
    );
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (let y = 0; y < height; y += 1) {
      let sum = 0;
      for (let at = 0; at < weights.length; at += 1) sum += weights[at]! * data[y * width + first + at]!;
      result[y * target + x] = sum / total;
    }
  }
  return { width: target, height, data: result };
}

function blurRows({ width, height, data }: Plane, kernel: Float64Array, reach: number): Plane {
  const result = new Float32Array(data.length);
  const padded = new Float32Array(width + 2 * reach);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < padded.length; x += 1) padded[x] = data[y * width + mirror(x - reach, width)]!;
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let tap = 0; tap < kernel.length; tap += 1) sum += kernel[tap]! * padded[x + tap]!;
      result[y * width + x] = sum;
    }
  }
  return { width, height, data: result };
}

/** Into 0..length-1, without repeating the border. */
export function mirror(index: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const wrapped = ((index % period) + period) % period;
  return wrapped < length ? wrapped : period - wrapped;
}

function transpose({ width, height, data }: Plane): Plane {
  const result = new Float32Array(data.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) result[x * height + y] = data[y * width + x]!;
  }
  return { width: height, height: width, data: result };
}
