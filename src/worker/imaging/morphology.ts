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
  const { width, height } = mask;
  const distance = new Float32Array(width * height);
  const length = width;
  const row = new Float64Array(length);
  const scratch = {
    hull: new Int32Array(length),
    bounds: new Float64Array(length + 1),
    out: new Float64Array(length),
  };
  squaredAlongColumns(mask, inside, distance);
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

/** Squared distance within each column: one way down and one way up, row by row as memory lies. */
function squaredAlongColumns(
  { width, height, data }: MaskImage,
  inside: (value: number) => boolean,
  distance: Float32Array,
): void {
  const isInside = new Uint8Array(256);
  for (let value = 0; value < 256; value += 1) isInside[value] = inside(value) ? 1 : 0;
  const steps = new Float64Array(width).fill(farSteps);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0, at = y * width; x < width; x += 1, at += 1) {
      steps[x] = isInside[data[at]!] === 1 ? 0 : steps[x]! + 1;
      distance[at] = steps[x]!;
    }
  }
  steps.fill(farSteps);
  for (let y = height - 1; y >= 0; y -= 1) {
    for (let x = 0, at = y * width; x < width; x += 1, at += 1) {
      steps[x] = distance[at] === 0 ? 0 : steps[x]! + 1;
      const nearest = Math.min(steps[x]!, distance[at]!);
      distance[at] = nearest >= farSteps ? far : nearest * nearest;
    }
  }
}

/** More steps than any picture has rows. */
const farSteps = 2 ** 20;

/** Larger than any squared distance in a picture, small enough to stay exact in a float. */
const far = 2 ** 40;

function lowerEnvelope(
  values: Float64Array,
  count: number,
  scratch: { hull: Int32Array; bounds: Float64Array; out: Float64Array },
): void {
  const { hull, bounds, out } = scratch;
  let last = -1;
  for (let place = 0; place < count; place += 1) {
    const value = values[place]!;
    // What is nowhere near is never the nearest.
    if (value >= far) continue;
    const height = value + place * place;
    let crossing = Number.NEGATIVE_INFINITY;
    while (last >= 0) {
      const other = hull[last]!;
      crossing = (height - values[other]! - other * other) / (2 * (place - other));
      if (crossing > bounds[last]!) break;
      last -= 1;
    }
    last += 1;
    hull[last] = place;
    bounds[last] = last === 0 ? Number.NEGATIVE_INFINITY : crossing;
    bounds[last + 1] = Number.POSITIVE_INFINITY;
  }
  if (last < 0) {
    out.fill(far);
    return;
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
  return reached(mask, (value) => value >= maskThreshold, radius, 255);
}

/** Shrinks what is inside by a disc of `radius` pixels; beyond the picture's edge counts as inside. */
export function erode(mask: MaskImage, radius: number): MaskImage {
  return reached(mask, (value) => value < maskThreshold, radius, 0);
}

/**
 * `hit` at most `radius` from a pixel with `inside(value)`, 255 - `hit` elsewhere. Every such pixel of a row, or
 * some rows from it, reaches so far to either side as the disc is wide there: quicker than asking for distances.
 */
function reached(
  mask: MaskImage,
  inside: (value: number) => boolean,
  radius: number,
  hit: 0 | 255,
): MaskImage {
  const { width, height } = mask;
  const result = createMaskImage(width, height);
  const squared = new Float32Array(width * height);
  squaredAlongColumns(mask, inside, squared);
  const most = Math.max(0, Math.floor(radius));
  const limit = radius < 0 ? -1 : radius * radius;
  // By rows between: how far to either side.
  const widths = Int32Array.from({ length: most + 1 }, (_, rows) =>
    Math.floor(Math.sqrt(limit - rows * rows)),
  );
  const starts = new Int32Array(width + 1);
  for (let y = 0; y < height; y += 1) {
    starts.fill(0);
    for (let x = 0, at = y * width; x < width; x += 1, at += 1) {
      if (squared[at]! > limit) continue;
      const reach = widths[Math.round(Math.sqrt(squared[at]!))]!;
      starts[Math.max(0, x - reach)]! += 1;
      starts[Math.min(width, x + reach + 1)]! -= 1;
    }
    let open = 0;
    for (let x = 0, at = y * width; x < width; x += 1, at += 1) {
      open += starts[x]!;
      result.data[at] = open > 0 ? hit : 255 - hit;
    }
  }
  return result;
}

/**
 * Grows the cells that are not 0 by a square that reaches `reach` cells to each side.
 * @returns 1 there, 0 elsewhere.
 */
export function dilateSquare(cells: Uint8Array, width: number, height: number, reach: number): Uint8Array {
  const along = new Uint8Array(cells.length);
  for (let y = 0; y < height; y += 1) {
    let last = -1;
    for (let x = 0, at = y * width; x < width; x += 1, at += 1) {
      if (cells[at] === 0) continue;
      // What the one before has covered is left out.
      const from = Math.max(last + 1, x - reach);
      last = Math.min(width - 1, x + reach);
      for (let near = from; near <= last; near += 1) along[y * width + near] = 1;
    }
  }
  const result = new Uint8Array(cells.length);
  // Per column: how many rows within reach are set.
  const counts = new Uint16Array(width);
  for (let row = 0; row < height + reach; row += 1) {
    const entering = row * width;
    const leaving = (row - 2 * reach - 1) * width;
    if (row < height) for (let x = 0; x < width; x += 1) counts[x]! += along[entering + x]!;
    if (leaving >= 0) for (let x = 0; x < width; x += 1) counts[x]! -= along[leaving + x]!;
    const y = row - reach;
    if (y < 0) continue;
    for (let x = 0, at = y * width; x < width; x += 1, at += 1) result[at] = counts[x]! > 0 ? 1 : 0;
  }
  return result;
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
  // Most of a mask is 0: it is passed over in words.
  const words =
    data.byteOffset % 8 === 0 ? new Float64Array(data.buffer, data.byteOffset, data.length >> 3) : null;
  for (let start = 0; start < data.length; start += 1) {
    if (words !== null && (start & 7) === 0) {
      while (words[start >> 3] === 0) start += 8;
      if (start >= data.length) break;
    }
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

/** The greater of two masks of one size, pixel by pixel; null is a mask with nothing in it. */
export function either(one: MaskImage, other: MaskImage | null): MaskImage {
  if (other === null) return one;
  return { ...one, data: one.data.map((value, pixel) => Math.max(value, other.data[pixel]!)) };
}
