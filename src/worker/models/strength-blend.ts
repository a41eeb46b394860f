/**
 * Our networks take a strength as an input; those of others do not. For these the same meaning is made outside: the
 * picture between a plain bicubic enlargement (0) and what the network gives (1).
 */
import type { EnhancerModel } from './ports.ts';

/** Input pixels on each side that bicubic interpolation looks at. */
export const bicubicHalo = 2;

/** Keys' cubic convolution with a = -0.5 (Catmull-Rom). */
function cubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

/**
 * Bicubic enlargement of a square picture; beyond its edges it repeats them.
 *
 * @param image 3 x size x size planes
 * @returns 3 x (scale size) x (scale size)
 */
export function enlargeBicubic(image: Float32Array, size: number, scale: number): Float32Array {
  const edge = size * scale;
  const rows = new Float32Array(3 * size * edge);
  const weights = phaseWeights(scale);
  for (let line = 0; line < 3 * size; line++)
    for (let x = 0; x < edge; x++) {
      const { start, taps } = weights[x % scale]!;
      const first = Math.floor(x / scale) + start;
      let sum = 0;
      for (let tap = 0; tap < 4; tap++)
        sum += image[line * size + clamp(first + tap, size - 1)]! * taps[tap]!;
      rows[line * edge + x] = sum;
    }
  const enlarged = new Float32Array(3 * edge * edge);
  for (let channel = 0; channel < 3; channel++)
    for (let y = 0; y < edge; y++) {
      const { start, taps } = weights[y % scale]!;
      const first = Math.floor(y / scale) + start;
      const target = (channel * edge + y) * edge;
      for (let tap = 0; tap < 4; tap++) {
        const from = (channel * size + clamp(first + tap, size - 1)) * edge;
        for (let x = 0; x < edge; x++) enlarged[target + x]! += rows[from + x]! * taps[tap]!;
      }
    }
  return enlarged;
}

/** An output pixel's place between input pixels repeats every `scale` pixels. */
function phaseWeights(scale: number): { readonly start: number; readonly taps: readonly number[] }[] {
  return Array.from({ length: scale }, (_, phase) => {
    const place = (phase + 0.5) / scale - 0.5;
    const start = Math.floor(place) - 1;
    return { start, taps: [0, 1, 2, 3].map((tap) => cubic(start + tap - place)) };
  });
}

/** Runs a network that knows no strength, as if it did. At strength 0 it is not run at all. */
export function withStrength(
  scale: number,
  run: (image: Float32Array, size: number) => Promise<Float32Array>,
): EnhancerModel['enhance'] {
  return async (image, size, strength) => {
    if (strength >= 1) return run(image, size);
    const base = enlargeBicubic(image, size, scale);
    if (strength <= 0) return base;
    const enhanced = await run(image, size);
    return base.map((plain, index) => plain + strength * (enhanced[index]! - plain));
  };
}

function clamp(value: number, largest: number): number {
  return value < 0 ? 0 : Math.min(value, largest);
}
