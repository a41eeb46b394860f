/**
 * The photograph's own pixels around an iris, read once for everything that needs them: its edges are refined on
 * them, and the frame is cut out of them. Reading begins when the iris is roughly known, beside the network's closer
 * looks.
 */
import type { Ellipse, Rectangle } from '../../../contracts/geometry.ts';
import type { Photograph } from '../../imaging/photograph.ts';
import { reduceByBlocks, type Square, squareAround, type View } from '../../imaging/sampling.ts';
import { readAheadGeometry as geometry } from './geometry.ts';
import { readView } from './read-view.ts';

export class ReadAhead {
  readonly #square: Square;
  readonly #view: Promise<View>;

  private constructor(photograph: Photograph, square: Square) {
    this.#square = square;
    this.#view = readView(photograph, square, square.side);
    this.#view.catch(() => undefined);
  }

  /** @returns null when there is more around the iris than should be held beside all else */
  static around(photograph: Photograph, iris: Ellipse): ReadAhead | null {
    const square = squareAround(iris.cx, iris.cy, geometry.span * 2 * iris.a);
    const width = Math.min(square.side, photograph.width);
    const height = Math.min(square.side, photograph.height);
    return width * height > geometry.mostPixels ? null : new ReadAhead(photograph, square);
  }

  /** The pixels, or null when they do not reach around `square`. */
  async view(square: Square): Promise<View | null> {
    const { left, top, side } = this.#square;
    const covers =
      square.left >= left &&
      square.top >= top &&
      square.left + square.side <= left + side &&
      square.top + square.side <= top + side;
    return covers ? this.#view : null;
  }

  /** Resolves when nothing is being read any more. */
  async settled(): Promise<void> {
    await this.#view.catch(() => undefined);
  }
}

/** The part of a view at full resolution that lies around `square`, reduced by whole pixels to about `size` across. */
export function reduceView(view: View, square: Square, size: number): View {
  const left = Math.max(0, Math.floor(square.left - view.left));
  const top = Math.max(0, Math.floor(square.top - view.top));
  const right = Math.min(view.image.width, Math.ceil(square.left + square.side - view.left));
  const bottom = Math.min(view.image.height, Math.ceil(square.top + square.side - view.top));
  const factor = Math.max(1, Math.round(square.side / size));
  return {
    image: reduceByBlocks(view.image, factor, { left, top, width: right - left, height: bottom - top }),
    left: view.left + (factor > 1 ? left : 0),
    top: view.top + (factor > 1 ? top : 0),
    scaleX: 1 / factor,
    scaleY: 1 / factor,
  };
}

/** Copies a part of a view at full resolution; `region` is in the photograph's pixels and inside the view. */
export function cutView({ image, left, top }: View, region: Rectangle) {
  const { width, height } = region;
  const data = new Uint16Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    const from = ((region.top - top + y) * image.width + region.left - left) * 3;
    data.set(image.data.subarray(from, from + width * 3), y * width * 3);
  }
  return { width, height, data };
}

/** Whether a view shows all of a region of the photograph, pixel by pixel. */
export function showsAll({ image, left, top, scaleX, scaleY }: View, region: Rectangle): boolean {
  return (
    scaleX === 1 &&
    scaleY === 1 &&
    region.left >= left &&
    region.top >= top &&
    region.left + region.width <= left + image.width &&
    region.top + region.height <= top + image.height
  );
}
