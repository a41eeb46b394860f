/**
 * The photograph's own pixels around an iris, read once for everything that needs them: its edges are refined on
 * them, and the frame is cut out of them. Reading begins when the iris is roughly known, beside the network's closer
 * looks.
 */
import type { Ellipse, Rectangle } from '../../../contracts/geometry.ts';
import type { Photograph } from '../../imaging/photograph.ts';
import { type Square, squareAround, type View } from '../../imaging/sampling.ts';
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

/** The same view, to be read as if `square` were reduced to about `size` pixels across. */
export function readCoarsely(view: View, square: Square, size: number): View {
  return { ...view, blocks: Math.max(1, Math.round((square.side * view.scaleX) / size)) };
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
