import type { ColourImage } from '../../imaging/image.ts';
import type { Circle } from '../../imaging/tiles.ts';
import { type PatchSums, patchSize } from './patch-sums.ts';

/**
 * Keeps the source's colours: whatever a network does to fine detail, the mean colour of every patch of source
 * pixels stays what the camera saw. While tiles are made, the difference between source and result is summed per
 * patch; its smoothed field is added back once all that it depends on is known. Only low frequencies are touched,
 * so no detail is lost and no tile border can show.
 */
/** Below a quarter of an 8-bit step there is nothing to correct. */
const leastDifference = 0.25 / 255;

/** Corrections are added as whole numbers with this many bits behind the point. */
const fractionBits = 12;
const one = 1 << fractionBits;

export class ColourLock {
  readonly #columns: number;
  readonly #sums: Float64Array;
  readonly #counts: Float64Array;
  readonly #sourceSize: number;
  /** Smoothed differences, and how many rows of patches they are known for. */
  readonly #field: Float32Array;
  #smoothed = 0;

  /** @param sourceSize edge of the square source in pixels */
  constructor(sourceSize: number) {
    this.#sourceSize = sourceSize;
    this.#columns = Math.ceil(sourceSize / patchSize);
    this.#sums = new Float64Array(this.#columns * this.#columns * 3);
    this.#counts = new Float64Array(this.#columns * this.#columns);
    this.#field = new Float32Array(this.#columns * this.#columns * 3);
  }

  /** Notes what one tile made of its core. */
  note({ left, top, columns, rows, pixels, differences }: PatchSums): void {
    for (let row = 0, from = 0; row < rows; row += 1) {
      let patch = (top + row) * this.#columns + left;
      for (let column = 0; column < columns; column += 1, patch += 1, from += 1) {
        this.#counts[patch]! += pixels[from]!;
        this.#sums[patch * 3]! += differences[from * 3]!;
        this.#sums[patch * 3 + 1]! += differences[from * 3 + 1]!;
        this.#sums[patch * 3 + 2]! += differences[from * 3 + 2]!;
      }
    }
  }

  /**
   * How many rows of a picture can be corrected, once all tiles above source row `end` are noted.
   *
   * @param height of the picture, which shows the same square at any size
   */
  settledRows(end: number, height: number): number {
    if (end >= this.#sourceSize) return height;
    // A row lies between two rows of the field, and each of these looks at the patches below it.
    const lastRow = Math.floor(end / patchSize) - 2;
    return Math.max(0, Math.floor(((lastRow + 0.5) * patchSize * height) / this.#sourceSize - 0.5));
  }

  /**
   * Adds the smoothed difference to the rows from `first` to `end` (exclusive) of `picture`.
   *
   * @param circle in source pixels; nothing beyond it is touched
   */
  apply(picture: ColourImage, first: number, end: number, circle: Circle): void {
    const columns = this.#columns;
    const patchesPerPixel = this.#sourceSize / patchSize / picture.width;
    const blended = new Float32Array(columns * 3);
    for (let y = first; y < end; y += 1) {
      const away = ((y + 0.5) / picture.height) * this.#sourceSize - circle.cy;
      const half = Math.sqrt(Math.max(0, circle.radius * circle.radius - away * away));
      if (half === 0) continue;
      const patchY = clamp((y + 0.5) * patchesPerPixel - 0.5, columns - 1);
      const top = Math.floor(patchY);
      const bottom = Math.min(top + 1, columns - 1);
      this.#smoothUpTo(bottom);
      const weightY = patchY - top;
      let most = 0;
      for (let index = 0; index < columns * 3; index += 1) {
        const upper = this.#field[top * columns * 3 + index]!;
        const value = upper + (this.#field[bottom * columns * 3 + index]! - upper) * weightY;
        blended[index] = value;
        most = Math.max(most, Math.abs(value));
      }
      if (most < leastDifference) continue;
      const perPixel = picture.width / this.#sourceSize;
      const left = Math.max(0, Math.floor((circle.cx - half) * perPixel));
      const right = Math.min(picture.width, Math.ceil((circle.cx + half) * perPixel));
      addRow(picture, y, { left, right }, blended, patchesPerPixel);
    }
  }

  /** Mean difference per patch, averaged with its neighbours so that single patches leave no trace. */
  #smoothUpTo(last: number): void {
    const columns = this.#columns;
    const sums = this.#sums;
    const counts = this.#counts;
    for (; this.#smoothed <= last; this.#smoothed += 1) {
      const y = this.#smoothed;
      for (let x = 0; x < columns; x += 1) {
        let red = 0;
        let green = 0;
        let blue = 0;
        let count = 0;
        for (let ny = Math.max(0, y - 1); ny <= Math.min(columns - 1, y + 1); ny += 1) {
          for (let nx = Math.max(0, x - 1); nx <= Math.min(columns - 1, x + 1); nx += 1) {
            const weight = (nx === x ? 2 : 1) * (ny === y ? 2 : 1);
            const patch = ny * columns + nx;
            red += sums[patch * 3]! * weight;
            green += sums[patch * 3 + 1]! * weight;
            blue += sums[patch * 3 + 2]! * weight;
            count += counts[patch]! * weight;
          }
        }
        const share = count > 0 ? 1 / count : 0;
        this.#field.set(
          [red, green, blue].map((sum) => bounded(sum * share)),
          (y * columns + x) * 3,
        );
      }
    }
  }
}

/** Adds `field` (three values for each column of patches, 0..1), in straight lines from one patch to the next. */
function addRow(
  { width, data }: ColourImage,
  y: number,
  { left, right }: { readonly left: number; readonly right: number },
  field: Float32Array,
  patchesPerPixel: number,
): void {
  const columns = field.length / 3;
  const factor = 65535 * one;
  let x = left;
  while (x < right) {
    const patchX = (x + 0.5) * patchesPerPixel - 0.5;
    const column = Math.floor(clamp(patchX, columns - 1));
    const isEdge = patchX < 0 || column === columns - 1;
    const next = isEdge ? column : column + 1;
    const reach = patchX < 0 ? 0 : column + 1;
    const stop = column === columns - 1 ? right : Math.ceil((reach + 0.5) / patchesPerPixel - 0.5);
    const end = Math.min(right, Math.max(x + 1, stop));
    const start = isEdge ? 0 : patchX - column;
    const from = column * 3;
    const to = next * 3;
    const redStep = (field[to]! - field[from]!) * factor;
    const greenStep = (field[to + 1]! - field[from + 1]!) * factor;
    const blueStep = (field[to + 2]! - field[from + 2]!) * factor;
    let red = (field[from]! * factor + redStep * start) | 0;
    let green = (field[from + 1]! * factor + greenStep * start) | 0;
    let blue = (field[from + 2]! * factor + blueStep * start) | 0;
    const redPerPixel = (redStep * patchesPerPixel) | 0;
    const greenPerPixel = (greenStep * patchesPerPixel) | 0;
    const bluePerPixel = (blueStep * patchesPerPixel) | 0;
    for (let at = (y * width + x) * 3, last = (y * width + end) * 3; at < last; at += 3) {
      data[at] = corrected(data[at]!, red);
      data[at + 1] = corrected(data[at + 1]!, green);
      data[at + 2] = corrected(data[at + 2]!, blue);
      red = (red + redPerPixel) | 0;
      green = (green + greenPerPixel) | 0;
      blue = (blue + bluePerPixel) | 0;
    }
    x = end;
  }
}

function corrected(sample: number, correction: number): number {
  const value = sample + ((correction + one / 2) >> fractionBits);
  return value < 0 ? 0 : value > 65535 ? 65535 : value;
}

/** No more than from black to white, so that whole numbers hold it whatever a network invents. */
function bounded(difference: number): number {
  return Math.min(1, Math.max(-1, difference));
}

function clamp(value: number, largest: number): number {
  return value < 0 ? 0 : Math.min(value, largest);
}
