import type { ColourImage } from '../../imaging/image.ts';

const unit = 1 / 65535;

/** What a sample becomes in a tensor, 0..1. */
export function tensorValue(sample: number): number {
  return Math.fround(sample * unit);
}

/**
 * Fills `tensor` (3 x size x size, RGB planes, 0..1) with the window of `image` whose upper left corner is
 * (`left`, `top`). Beyond the picture's edges it is mirrored, without repeating the edge pixel, as the networks
 * were made to see.
 */
export function fillTile(
  tensor: Float32Array,
  size: number,
  image: ColourImage,
  left: number,
  top: number,
): void {
  const plane = size * size;
  const columns = new Int32Array(size);
  for (let x = 0; x < size; x++) columns[x] = mirror(left + x, image.width) * 3;
  for (let y = 0; y < size; y++) {
    const row = mirror(top + y, image.height) * image.width * 3;
    let target = y * size;
    for (let x = 0; x < size; x++, target++) {
      const source = row + columns[x]!;
      tensor[target] = image.data[source]! * unit;
      tensor[target + plane] = image.data[source + 1]! * unit;
      tensor[target + 2 * plane] = image.data[source + 2]! * unit;
    }
  }
}

/** Mirrors an index into [0, length), as often as needed. */
export function mirror(index: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const wrapped = ((index % period) + period) % period;
  return wrapped < length ? wrapped : period - wrapped;
}
