/**
 * Chooses what the finished picture shows: a square centred on the iris, with the iris made circular. An iris seen
 * from the side is an ellipse; its short axis is stretched to the long one, so that no pixel is thrown away.
 */
import type { Ellipse } from '../../../contracts/geometry.ts';
import { pictureMargin } from '../../../contracts/recipe.ts';
import { type ColourImage, createSharedColourImage, type MaskImage } from '../../imaging/image.ts';
import type { Circle } from '../../imaging/tiles.ts';

export { pictureMargin };

/** Below this difference of the axes an iris is cut out as it is; resampling would cost more than it gives. */
const circularEnough = 0.985;

export interface Framing {
  /** Edge of the square in frame pixels. */
  readonly size: number;
  /** The iris within the square. */
  readonly circle: Circle;
  /** From square to frame pixels: x' = a x + b y + c, y' = d x + e y + f. */
  readonly toFrame: readonly [number, number, number, number, number, number];
}

/** @param iris in pixels of the iris frame */
export function frameIris(iris: Ellipse): Framing {
  const circular = iris.b / iris.a >= circularEnough;
  const radius = circular ? (iris.a + iris.b) / 2 : iris.a;
  const size = Math.round(radius * 2 * pictureMargin);
  if (circular) {
    const left = Math.round(iris.cx - size / 2);
    const top = Math.round(iris.cy - size / 2);
    return {
      size,
      circle: { cx: iris.cx - left, cy: iris.cy - top, radius },
      toFrame: [1, 0, left, 0, 1, top],
    };
  }
  const angle = (iris.angle * Math.PI) / 180;
  const cosine = Math.cos(angle);
  const sine = Math.sin(angle);
  const squeeze = iris.b / iris.a;
  const a = cosine * cosine + squeeze * sine * sine;
  const b = (1 - squeeze) * cosine * sine;
  const e = sine * sine + squeeze * cosine * cosine;
  const centre = size / 2;
  return {
    size,
    circle: { cx: centre, cy: centre, radius },
    toFrame: [a, b, iris.cx - (a + b) * centre, b, e, iris.cy - (b + e) * centre],
  };
}

/** Cuts the square out of the frame; outside the frame the nearest pixels are repeated. */
export function cutSquare(image: ColourImage, framing: Framing): ColourImage {
  const square = createSharedColourImage(framing.size, framing.size);
  const [a, b, c, d, e, f] = framing.toFrame;
  if (isShift(framing)) {
    copyRows(image.data, image, square.data, framing, 3);
    return square;
  }
  for (let y = 0; y < framing.size; y++) {
    for (let x = 0; x < framing.size; x++) {
      const sourceX = a * (x + 0.5) + b * (y + 0.5) + c - 0.5;
      const sourceY = d * (x + 0.5) + e * (y + 0.5) + f - 0.5;
      sampleCubic(image, sourceX, sourceY, square.data, (y * framing.size + x) * 3);
    }
  }
  return square;
}

/** Whether the square's pixels are the frame's own. */
function isShift({ toFrame: [a, b, , d, e] }: Framing): boolean {
  return a === 1 && b === 0 && d === 0 && e === 1;
}

/** Copies the square row by row; outside the frame the nearest pixels are repeated. */
function copyRows<Samples extends Uint8Array | Uint16Array>(
  source: Samples,
  { width, height }: { readonly width: number; readonly height: number },
  target: Samples,
  { size, toFrame: [, , left, , , top] }: Framing,
  channels: number,
): void {
  const first = Math.min(size, Math.max(0, -left));
  const end = Math.max(first, Math.min(size, width - left));
  for (let y = 0; y < size; y++) {
    const from = clamp(y + top, height - 1) * width;
    const to = y * size;
    target.set(
      source.subarray((from + left + first) * channels, (from + left + end) * channels),
      (to + first) * channels,
    );
    for (let x = 0; x < size; x++) {
      if (x === first) x = end;
      if (x === size) break;
      const pixel = (from + clamp(x + left, width - 1)) * channels;
      for (let channel = 0; channel < channels; channel++)
        target[(to + x) * channels + channel] = source[pixel + channel]!;
    }
  }
}

/** The same cut of a mask, by its nearest pixels. */
export function cutMask(mask: MaskImage, framing: Framing): MaskImage {
  const data = new Uint8Array(framing.size * framing.size);
  const [a, b, c, d, e, f] = framing.toFrame;
  if (isShift(framing)) {
    copyRows(mask.data, mask, data, framing, 1);
    return { width: framing.size, height: framing.size, data };
  }
  for (let y = 0; y < framing.size; y++) {
    for (let x = 0; x < framing.size; x++) {
      const sourceX = clamp(Math.floor(a * (x + 0.5) + b * (y + 0.5) + c), mask.width - 1);
      const sourceY = clamp(Math.floor(d * (x + 0.5) + e * (y + 0.5) + f), mask.height - 1);
      data[y * framing.size + x] = mask.data[sourceY * mask.width + sourceX]!;
    }
  }
  return { width: framing.size, height: framing.size, data };
}

/** Catmull-Rom interpolation at a position in pixel indices. */
function sampleCubic(
  image: ColourImage,
  x: number,
  y: number,
  target: Uint16Array,
  targetIndex: number,
): void {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const weightsX = cubicWeights(x - left);
  const weightsY = cubicWeights(y - top);
  for (let channel = 0; channel < 3; channel++) {
    let sum = 0;
    for (let row = 0; row < 4; row++) {
      const base = clamp(top + row - 1, image.height - 1) * image.width;
      let line = 0;
      for (let column = 0; column < 4; column++)
        line +=
          image.data[(base + clamp(left + column - 1, image.width - 1)) * 3 + channel]! * weightsX[column]!;
      sum += line * weightsY[row]!;
    }
    target[targetIndex + channel] = sum < 0 ? 0 : sum > 65535 ? 65535 : sum + 0.5;
  }
}

function cubicWeights(t: number): readonly [number, number, number, number] {
  const t2 = t * t;
  const t3 = t2 * t;
  return [-t3 / 2 + t2 - t / 2, 1.5 * t3 - 2.5 * t2 + 1, -1.5 * t3 + 2 * t2 + t / 2, t3 / 2 - t2 / 2];
}

function clamp(value: number, largest: number): number {
  return value < 0 ? 0 : Math.min(value, largest);
}
