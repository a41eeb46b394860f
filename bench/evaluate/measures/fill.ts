/** How good an invented part of a picture is: near the truth, and as textured. */
import type { FloatPicture } from '../picture.ts';

export interface FillMeasures {
  /** dB inside the holes. */
  readonly psnr: number;
  /** Sums of squared Laplacians inside the holes, of the filled picture and of the truth. */
  readonly made: number;
  readonly wanted: number;
}

/** @param holes non-zero where pixels were filled */
export function measureFill(filled: FloatPicture, truth: FloatPicture, holes: Uint8Array): FillMeasures {
  let squares = 0;
  let count = 0;
  for (let pixel = 0; pixel < holes.length; pixel += 1) {
    if (holes[pixel] === 0) continue;
    for (let at = pixel * 3; at < pixel * 3 + 3; at += 1)
      squares += (filled.data[at]! - truth.data[at]!) ** 2;
    count += 3;
  }
  return {
    psnr: count === 0 ? Number.NaN : -10 * Math.log10(squares / count + 1e-12),
    made: laplacianEnergy(filled, holes),
    wanted: laplacianEnergy(truth, holes),
  };
}

/** Over all channels; the four neighbours may lie outside the hole, so that seams count too. */
function laplacianEnergy({ width, height, data }: FloatPicture, holes: Uint8Array): number {
  const row = 3 * width;
  let sum = 0;
  for (let pixel = width + 1; pixel < width * (height - 1) - 1; pixel += 1) {
    if (holes[pixel] === 0) continue;
    for (let at = pixel * 3; at < pixel * 3 + 3; at += 1) {
      const around = data[at - 3]! + data[at + 3]! + data[at - row]! + data[at + row]!;
      sum += (around - 4 * data[at]!) ** 2;
    }
  }
  return sum;
}
