/** What masks need before and after thresholds: distances, growing, shrinking, closing, and connected parts. */
import { createMaskImage, type MaskImage } from './image.ts';

/** Half of a mask's range: at or above it a pixel is inside. */
export const maskThreshold = 128;

/**
 * Exact Euclidean distance in pixels from every pixel to the nearest pixel with `inside(value)`; 0 there, and
 * `Infinity` everywhere when there is none. Two passes of lower envelopes of parabolas (P. Felzenszwalb and
 * D. Huttenlocher, "Distance Transforms of Sampled Functions", 2012), linear in the number of pixels.
 */
export function distanceTo(
  mask: MaskImage,
  inside = (value: number) => value >= maskThreshold,
): Float32Array {
  const { width, height, data } = mask;
  const distance = new Float32Array(width * height);
  const length = Math.max(width, height);
  const row = new Float64Array(length);
  const scratch = {
    hull: new Int32Array(length),
    bounds: new Float64Array(length + 1),
    out: new Float64Array(length),
  };
  for (let x = 0; x < width; x += 1) {
    for (let y = 0; y < height; y += 1) row[y] = inside(data[y * width + x]!) ? 0 : far;
    lowerEnvelope(row, height, scratch);
    for (let y = 0; y < height; y += 1) distance[y * width + x] = scratch.out[y]!;
  }
  for (let y = 0; y < height; y += 1) {
    const start = y * width;
    for (let x = 0; x < width; x += 1) row[x] = distance[start + x]!;
    lowerEnvelope(row, width, scratch);
    for (let x = 0; x < width; x += 1) {
      const squared = scratch.out[x]!;
      distance[start + x] = squared >= far ? Number.POSITIVE_INFINITY : Math.sqrt(squared);
    }
  }
  return distance;
}

/** Larger than any squared distance in a picture, small enough to stay exact in a float. */
const far = 2 ** 40;

function lowerEnvelope(
  values: Float64Array,
  count: number,
  scratch: { hull: Int32Array; bounds: Float64Array; out: Float64Array },
): void {
  const { hull, bounds, out } = scratch;
  let last = 0;
  hull[0] = 0;
  bounds[0] = Number.NEGATIVE_INFINITY;
  bounds[1] = Number.POSITIVE_INFINITY;
  for (let place = 1; place < count; place += 1) {
    const height = values[place]! + place * place;
    let crossing = 0;
    for (;;) {
      const other = hull[last]!;
      crossing = (height - values[other]! - other * other) / (2 * (place - other));
      if (crossing > bounds[last]!) break;
      last -= 1;
    }
    last += 1;
    hull[last] = place;
    bounds[last] = crossing;
    bounds[last + 1] = Number.POSITIVE_INFINITY;
  }
  last = 0;
  for (let place = 0; place < count; place += 1) {
    while (bounds[last + 1]! < place) last += 1;
    const other = hull[last]!;
    out[place] = (place - other) * (place - other) + values[other]!;
  }
}

/** Grows what is inside by a disc of `radius` pixels; the result is 0 or 255. */
export function dilate(mask: MaskImage, radius: number): MaskImage {
  const distance = distanceTo(mask);
  return fromPredicate(mask, (index) => distance[index]! <= radius);
}

/** Shrinks what is inside by a disc of `radius` pixels; beyond the picture's edge counts as inside. */
export function erode(mask: MaskImage, radius: number): MaskImage {
  const distance = distanceTo(mask, (value) => value < maskThreshold);
  return fromPredicate(mask, (index) => distance[index]! > radius);
}

/** Fills gaps and holes narrower than twice `radius`. */
export function close(mask: MaskImage, radius: number): MaskImage {
  return erode(dilate(mask, radius), radius);
}

export function fromPredicate(
  size: { width: number; height: number },
  inside: (index: number) => boolean,
): MaskImage {
  const result = createMaskImage(size.width, size.height);
  for (let index = 0; index < result.data.length; index += 1) result.data[index] = inside(index) ? 255 : 0;
  return result;
}

/** One connected part of a mask: its pixels' indices into the mask, in no particular order, and their box. */
export interface Component {
  readonly pixels: Int32Array;
  readonly left: number;
  readonly top: number;
  /** Exclusive. */
  readonly right: number;
  readonly bottom: number;
}

/** The 8-connected parts of what is inside, in reading order of their first pixels. */
export function connectedComponents(mask: MaskImage): Component[] {
  const { width, height, data } = mask;
  const seen = new Uint8Array(data.length);
  const components: Component[] = [];
  let stack = new Int32Array(1024);
  for (let start = 0; start < data.length; start += 1) {
    if (data[start]! < maskThreshold || seen[start] === 1) continue;
    let filled = 1;
    stack[0] = start;
    seen[start] = 1;
    let left = width;
    let right = 0;
    let bottom = 0;
    const top = Math.floor(start / width);
    // The stack doubles as the list: what was popped stays in front of `next`.
    for (let next = 0; next < filled; next += 1) {
      const index = stack[next]!;
      const y = Math.floor(index / width);
      const x = index - y * width;
      if (x < left) left = x;
      if (x >= right) right = x + 1;
      if (y >= bottom) bottom = y + 1;
      if (filled + 8 > stack.length) {
        const larger = new Int32Array(stack.length * 2);
        larger.set(stack);
        stack = larger;
      }
      for (let ny = Math.max(0, y - 1); ny <= y + 1 && ny < height; ny += 1) {
        for (let nx = Math.max(0, x - 1); nx <= x + 1 && nx < width; nx += 1) {
          const neighbour = ny * width + nx;
          if (seen[neighbour] === 1 || data[neighbour]! < maskThreshold) continue;
          seen[neighbour] = 1;
          stack[filled] = neighbour;
          filled += 1;
        }
      }
    }
    components.push({ pixels: stack.slice(0, filled), left, top, right, bottom });
  }
  return components;
}
