/** One pixel of a picture between its pixels. */
import type { ColourImage } from '../../imaging/image.ts';

/**
 * Cubic convolution (R. Keys 1981), edges repeated; continuous coordinates, 0..1 out.
 * @param slope of the kernel: -0.5 is Catmull-Rom, -1 keeps nearly all fine texture and grain at any phase.
 */
export function sampleBicubic(
  image: ColourImage,
  atX: number,
  atY: number,
  slope: number,
  into: Float32Array,
): void {
  const { width, height, data } = image;
  const x = atX - 0.5;
  const y = atY - 0.5;
  const left = Math.floor(x);
  const top = Math.floor(y);
  cubicWeights(x - left, slope, acrossWeights);
  cubicWeights(y - top, slope, downWeights);
  let red = 0;
  let green = 0;
  let blue = 0;
  if (left >= 1 && top >= 1 && left + 2 < width && top + 2 < height) {
    let at = ((top - 1) * width + left - 1) * 3;
    for (let row = 0; row < 4; row += 1, at += (width - 4) * 3) {
      const down = downWeights[row]!;
      for (let column = 0; column < 4; column += 1, at += 3) {
        const weight = down * acrossWeights[column]!;
        red += weight * data[at]!;
        green += weight * data[at + 1]!;
        blue += weight * data[at + 2]!;
      }
    }
    into[0] = red / 65535;
    into[1] = green / 65535;
    into[2] = blue / 65535;
    return;
  }
  for (let row = 0; row < 4; row += 1) {
    const sourceY = Math.min(height - 1, Math.max(0, top - 1 + row));
    for (let column = 0; column < 4; column += 1) {
      const sourceX = Math.min(width - 1, Math.max(0, left - 1 + column));
      const weight = downWeights[row]! * acrossWeights[column]!;
      const at = (sourceY * width + sourceX) * 3;
      red += weight * data[at]!;
      green += weight * data[at + 1]!;
      blue += weight * data[at + 2]!;
    }
  }
  into[0] = red / 65535;
  into[1] = green / 65535;
  into[2] = blue / 65535;
}

const acrossWeights = new Float64Array(4);
const downWeights = new Float64Array(4);

function cubicWeights(share: number, slope: number, into: Float64Array): void {
  const square = share * share;
  const cube = square * share;
  into[0] = slope * (cube - 2 * square + share);
  into[1] = (slope + 2) * cube - (slope + 3) * square + 1;
  into[2] = -(slope + 2) * cube + (2 * slope + 3) * square - slope * share;
  into[3] = slope * (square - cube);
}
