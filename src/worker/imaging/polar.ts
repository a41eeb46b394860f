/**
 * The ring between pupil and limbus as a rectangle (J. Daugman's rubber sheet, 1993): columns are directions,
 * rows go from the pupil's edge to the limbus. Both ellipses are met in the same direction from their own
 * centres and the points between them are joined linearly, so pupils that sit off-centre unwrap straight.
 */
import type { Ellipse } from '../../contracts/geometry.ts';
import { meanRadius, radiusTowards } from './ellipse-geometry.ts';
import { type ColourImage, createColourImage, createMaskImage, type MaskImage } from './image.ts';

export interface Ring {
  readonly inner: Ellipse;
  readonly outer: Ellipse;
}

/** Stands in for a pupil that could not be told apart: concentric, with the iris's shape. */
const assumedPupilShare = 0.3;

export function ringOf(iris: Ellipse, pupil: Ellipse | null): Ring {
  const inner = pupil ?? { ...iris, a: iris.a * assumedPupilShare, b: iris.b * assumedPupilShare };
  return { inner, outer: iris };
}

/**
 * @param turn direction, 0..1 for a full turn, clockwise from the x axis as seen on the picture
 * @param depth 0 on the pupil's edge, 1 on the limbus; beyond both it goes on straight
 */
export function ringPoint(ring: Ring, turn: number, depth: number): { x: number; y: number } {
  const radians = turn * 2 * Math.PI;
  const reach = mix(radiusTowards(ring.inner, radians), radiusTowards(ring.outer, radians), depth);
  return {
    x: mix(ring.inner.cx, ring.outer.cx, depth) + reach * Math.cos(radians),
    y: mix(ring.inner.cy, ring.outer.cy, depth) + reach * Math.sin(radians),
  };
}

/** The inverse of `ringPoint`: turn in [0, 1) and depth. Iterates; exact to about 1e-6 inside the ring. */
export function ringCoordinates(ring: Ring, x: number, y: number): { turn: number; depth: number } {
  const { inner, outer } = ring;
  let depth = 0.5;
  let radians = 0;
  // The centre depends on the depth and the depth on the centre; the exchange contracts by the centres'
  // distance over the ring's width, which is well below one in any eye.
  for (let step = 0; step < 40; step += 1) {
    const dx = x - mix(inner.cx, outer.cx, depth);
    const dy = y - mix(inner.cy, outer.cy, depth);
    radians = Math.atan2(dy, dx);
    const near = radiusTowards(inner, radians);
    const next = (Math.hypot(dx, dy) - near) / (radiusTowards(outer, radians) - near);
    const change = Math.abs(next - depth);
    depth = Math.min(4, Math.max(-4, next));
    if (change < 1e-8) break;
  }
  const turn = radians / (2 * Math.PI);
  return { turn: turn < 0 ? turn + 1 : turn, depth };
}

export interface UnwrapOptions {
  /** Columns: directions over the full turn, the first at half a column. */
  readonly width: number;
  /** Rows: depths, the first at half a row. */
  readonly height: number;
  /** Depth of the upper border; 0 (the pupil's edge) when left out. */
  readonly from?: number;
  /** Depth of the lower border; 1 (the limbus) when left out. */
  readonly to?: number;
}

/**
 * Unwraps colours bilinearly, repeating the image's edge. Reduce the image first where the ring is much larger
 * than the rectangle, or fine texture aliases; `ringSize` tells.
 */
export function unwrapColour(image: ColourImage, ring: Ring, options: UnwrapOptions): ColourImage {
  const result = createColourImage(options.width, options.height);
  const { data } = result;
  const source = image.data;
  forEachCell(image, ring, options, (cell, upperLeft, right, down, fx, fy) => {
    const weight00 = (1 - fx) * (1 - fy);
    const weight10 = fx * (1 - fy);
    const weight01 = (1 - fx) * fy;
    const weight11 = fx * fy;
    for (let channel = 0; channel < 3; channel += 1) {
      const at = upperLeft * 3 + channel;
      data[cell * 3 + channel] =
        source[at]! * weight00 +
        source[at + right * 3]! * weight10 +
        source[at + down * 3]! * weight01 +
        source[at + (right + down) * 3]! * weight11 +
        0.5;
    }
  });
  return result;
}

/** As `unwrapColour`, for one channel. */
export function unwrapMask(mask: MaskImage, ring: Ring, options: UnwrapOptions): MaskImage {
  const result = createMaskImage(options.width, options.height);
  const source = mask.data;
  forEachCell(mask, ring, options, (cell, upperLeft, right, down, fx, fy) => {
    const upper = source[upperLeft]! * (1 - fx) + source[upperLeft + right]! * fx;
    const lower = source[upperLeft + down]! * (1 - fx) + source[upperLeft + down + right]! * fx;
    result.data[cell] = upper * (1 - fy) + lower * fy + 0.5;
  });
  return result;
}

/** Mean circumference and depth of the ring in pixels: the rectangle that keeps every pixel. */
export function ringSize(ring: Ring): { circumference: number; depth: number } {
  const inner = meanRadius(ring.inner);
  const outer = meanRadius(ring.outer);
  return { circumference: Math.PI * (inner + outer), depth: outer - inner };
}

type CellVisitor = (
  cell: number,
  upperLeft: number,
  right: number,
  down: number,
  fx: number,
  fy: number,
) => void;

function forEachCell(
  size: { width: number; height: number },
  ring: Ring,
  options: UnwrapOptions,
  visit: CellVisitor,
): void {
  const { width, height, from = 0, to = 1 } = options;
  const { inner, outer } = ring;
  const rays = Array.from({ length: width }, (_, column) => {
    const radians = ((column + 0.5) / width) * 2 * Math.PI;
    return {
      cosine: Math.cos(radians),
      sine: Math.sin(radians),
      near: radiusTowards(inner, radians),
      far: radiusTowards(outer, radians),
    };
  });
  for (let row = 0; row < height; row += 1) {
    const depth = mix(from, to, (row + 0.5) / height);
    const centreX = mix(inner.cx, outer.cx, depth) - 0.5;
    const centreY = mix(inner.cy, outer.cy, depth) - 0.5;
    for (let column = 0; column < width; column += 1) {
      const ray = rays[column]!;
      const reach = mix(ray.near, ray.far, depth);
      const x = Math.min(size.width - 1, Math.max(0, centreX + reach * ray.cosine));
      const y = Math.min(size.height - 1, Math.max(0, centreY + reach * ray.sine));
      const left = Math.floor(x);
      const top = Math.floor(y);
      const right = left + 1 < size.width ? 1 : 0;
      const down = top + 1 < size.height ? size.width : 0;
      visit(row * width + column, top * size.width + left, right, down, x - left, y - top);
    }
  }
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
