/**
 * Puts an iris together from the tiles that a network made of it: each is looked at, noted for the colour lock and
 * put in its place; rows are handed out once nothing can change them any more.
 */
import type { Rectangle } from '../../../contracts/geometry.ts';
import { type ColourImage, createColourImage } from '../../imaging/image.ts';
import { lanczosWeights, type ResamplingWeights } from '../../imaging/resampling.ts';
import type { Circle } from '../../imaging/tiles.ts';
import { holdsNumbers } from '../../models/holds-numbers.ts';
import { ColourLock } from './colour-lock.ts';
import { findFault } from './find-fault.ts';
import { patchesOf } from './patch-sums.ts';
import { copyFading, type Fade, readCore, resampleCore } from './tile-output.ts';

/** How tiles lie on their source, and what picture they make. */
export interface TileGrid {
  /** Network pixels per source pixel. */
  readonly scale: number;
  /** Edge of the picture. */
  readonly outputSize: number;
  /** Source pixels around a tile's core that are computed and thrown away. */
  readonly padding: number;
  /** Source pixels over which neighbours are cross-faded. */
  readonly fade: number;
  /** The iris in source pixels. */
  readonly circle: Circle;
}

export interface EnhancedTile {
  /** What it is for, in source pixels. */
  readonly core: Rectangle;
  /** Edge of what the network was given, in source pixels: the core's and `padding` around it, or more. */
  readonly size: number;
  /** 3 x (scale*size) x (scale*size), RGB planes, not clamped. */
  readonly data: Float32Array;
}

/** What is wrong with a tile that holds anything but finite values, halo included. */
export const noNumbers = 'the tile holds values that are not numbers';

export class TileAssembly {
  /** outputSize x outputSize; black where no tile was put. */
  readonly picture: ColourImage;
  readonly #source: ColourImage;
  readonly #grid: TileGrid;
  readonly #lock: ColourLock;
  /** Null where picture and network share one grid. */
  readonly #weights: ResamplingWeights | null;
  readonly #onRows: (picture: ColourImage, end: number) => void;
  #finished = 0;

  /** @param onRows called with the picture as it grows: its rows above `end` are finished */
  constructor(
    source: ColourImage,
    grid: TileGrid,
    onRows: (picture: ColourImage, end: number) => void = () => {},
  ) {
    const { outputSize, scale } = grid;
    const enlarged = source.width * scale;
    this.picture = createColourImage(outputSize, outputSize);
    this.#source = source;
    this.#grid = grid;
    this.#lock = new ColourLock(source.width);
    this.#weights = outputSize === enlarged ? null : lanczosWeights(enlarged, outputSize);
    this.#onRows = onRows;
  }

  /**
   * Puts a tile in its place. Tiles come from left to right and from top to bottom, so what a tile fades into was put
   * there before it.
   *
   * @returns what is wrong with it, in words for the log, or null; a tile that is wrong leaves no colours behind, and
   *   must come again, whole or in parts
   */
  put({ core, size, data }: EnhancedTile): string | null {
    const { scale, padding } = this.#grid;
    const source = this.#source;
    if (!holdsNumbers(data)) return noNumbers;
    const tile = {
      data,
      edge: size * scale,
      scale,
      originX: core.left - padding,
      originY: core.top - padding,
    };
    const fade = this.#fadeOf(core);
    const copies = this.#weights === null && fade.left === 0 && fade.top === 0;
    const patches = patchesOf(core, source);
    readCore(tile, core, copies ? this.picture : null, patches);
    const fault = findFault(patches, tile, core, source);
    if (fault !== null) return fault;
    this.#lock.note(patches);
    if (this.#weights !== null) resampleCore(tile, core, this.picture, source.width, this.#weights, fade);
    else if (!copies) copyFading(tile, core, this.picture, fade);
    return null;
  }

  /**
   * No tile that is still to come reaches above source row `top`.
   *
   * @param top the source's height when all are there
   */
  settle(top: number): void {
    const { outputSize, fade, circle } = this.#grid;
    const isLast = top >= this.#source.height;
    const end = isLast ? outputSize : this.#lock.settledRows(top - fade, outputSize);
    if (end <= this.#finished) return;
    this.#lock.apply(this.picture, this.#finished, end, circle);
    this.#finished = end;
    this.#onRows(this.picture, end);
  }

  /** Where nothing was put before, the iris does not reach. */
  #fadeOf(core: Rectangle): Fade {
    const { fade } = this.#grid;
    return { left: Math.min(fade, core.left), top: Math.min(fade, core.top) };
  }
}
