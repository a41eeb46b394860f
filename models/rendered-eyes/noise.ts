/**
 * Gradient noise over one fixed lattice. Every caller fades out the octaves that its pixel footprint cannot
 * carry (`octaveWeight`), which is what makes one eye look the same at 192 px and at 4000 px.
 */
import { createRandom } from './random.ts';

const LATTICE = 256;
const gradientX = new Float32Array(LATTICE * LATTICE);
const gradientY = new Float32Array(LATTICE * LATTICE);
{
  const random = createRandom(20_241);
  for (let index = 0; index < LATTICE * LATTICE; index++) {
    const angle = 2 * Math.PI * random.next();
    gradientX[index] = Math.cos(angle);
    gradientY[index] = Math.sin(angle);
  }
}

/**
 * Gradient noise in about [-1, 1]. `period` repeats it along x after that many cells (0: after 256), so that
 * it closes around an iris.
 */
export function noise2(x: number, y: number, period = 0): number {
  const floorX = Math.floor(x);
  const floorY = Math.floor(y);
  const fx = x - floorX;
  const fy = y - floorY;
  let x0 = floorX;
  let x1 = floorX + 1;
  if (period > 0) {
    x0 = ((x0 % period) + period) % period;
    x1 = x0 + 1 === period ? 0 : x0 + 1;
  }
  const row0 = (floorY & 255) << 8;
  const row1 = ((floorY + 1) & 255) << 8;
  const i00 = row0 | (x0 & 255);
  const i10 = row0 | (x1 & 255);
  const i01 = row1 | (x0 & 255);
  const i11 = row1 | (x1 & 255);
  const u = fx * fx * fx * (fx * (fx * 6 - 15) + 10);
  const v = fy * fy * fy * (fy * (fy * 6 - 15) + 10);
  const n00 = (gradientX[i00] as number) * fx + (gradientY[i00] as number) * fy;
  const n10 = (gradientX[i10] as number) * (fx - 1) + (gradientY[i10] as number) * fy;
  const n01 = (gradientX[i01] as number) * fx + (gradientY[i01] as number) * (fy - 1);
  const n11 = (gradientX[i11] as number) * (fx - 1) + (gradientY[i11] as number) * (fy - 1);
  const top = n00 + (n10 - n00) * u;
  const bottom = n01 + (n11 - n01) * u;
  return 1.5 * (top + (bottom - top) * v);
}

/** 1 where a wavelength spans many pixels, 0 below two: both in the same unit. */
export function octaveWeight(wavelength: number, pixel: number): number {
  const weight = (wavelength / pixel - 2) * 0.5;
  return weight <= 0 ? 0 : Math.min(weight, 1);
}

/** Sum of octaves from `frequency` (cells per unit) upwards, faded at the pixel footprint. */
export function fractalNoise(
  x: number,
  y: number,
  frequency: number,
  octaves: number,
  gain: number,
  pixel: number,
): number {
  let sum = 0;
  let amplitude = 1;
  let f = frequency;
  for (let octave = 0; octave < octaves; octave++) {
    const weight = octaveWeight(1 / f, pixel);
    if (weight === 0) break;
    sum += amplitude * weight * noise2(x * f + octave * 37.3, y * f + octave * 17.9);
    amplitude *= gain;
    f *= 2.03;
  }
  return sum;
}

export function clamp01(value: number): number {
  return value <= 0 ? 0 : Math.min(value, 1);
}

export function smoothstep(low: number, high: number, value: number): number {
  const t = clamp01((value - low) / (high - low));
  return t * t * (3 - 2 * t);
}

export function mix(from: number, to: number, amount: number): number {
  return from + (to - from) * amount;
}
