import type { Rectangle } from '../../../contracts/geometry.ts';
import type { ColourImage } from '../../imaging/image.ts';

/**
 * Keeps the source's colours: whatever a network does to fine detail, the mean colour of every patch of
 * `patchSize` source pixels stays what the camera saw. While tiles are made, the difference between source and
 * result is summed per patch; at the end its smoothed field is added back. Only low frequencies are touched, so
 * no detail is lost and no tile border can show.
 */
export const patchSize = 8;

/** Below a quarter of an 8-bit step there is nothing to correct, and a pass over the whole picture is saved. */
const leastDifference = 0.25 / 255;

export class ColourLock {
  readonly #columns: number;
  readonly #sums: Float64Array;
  readonly #counts: Float64Array;
  readonly #sourceSize: number;

  /** @param sourceSize edge of the square source in pixels */
  constructor(sourceSize: number) {
    this.#sourceSize = sourceSize;
    this.#columns = Math.ceil(sourceSize / patchSize);
    this.#sums = new Float64Array(this.#columns * this.#columns * 3);
    this.#counts = new Float64Array(this.#columns * this.#columns);
  }

  /**
   * Notes the pixels of one tile.
   *
   * @param core where they lie in the source
   * @param differences source minus the mean of the network's pixels made from it, interleaved RGB, 0..1
   */
  note(core: Rectangle, differences: Float32Array): void {
    const sums = this.#sums;
    const counts = this.#counts;
    let index = 0;
    for (let y = core.top; y < core.top + core.height; y++) {
      const row = Math.floor(y / patchSize) * this.#columns;
      for (let x = core.left; x < core.left + core.width; x++, index += 3) {
        const patch = row + Math.floor(x / patchSize);
        counts[patch]! += 1;
        sums[patch * 3]! += differences[index]!;
        sums[patch * 3 + 1]! += differences[index + 1]!;
        sums[patch * 3 + 2]! += differences[index + 2]!;
      }
    }
  }

  /** Adds the smoothed difference to `picture`, which shows the same square at any size. */
  apply(picture: ColourImage): void {
    const field = this.#smoothedField();
    if (field.every((difference) => Math.abs(difference) < leastDifference)) return;
    const columns = this.#columns;
    const patchesPerPixel = this.#sourceSize / patchSize / picture.width;
    const blended = new Float32Array(columns * 3);
    for (let y = 0; y < picture.height; y++) {
      const patchY = clamp((y + 0.5) * patchesPerPixel - 0.5, columns - 1);
      const top = Math.floor(patchY);
      const bottom = Math.min(top + 1, columns - 1);
      const weightY = patchY - top;
      for (let index = 0; index < columns * 3; index++) {
        const upper = field[top * columns * 3 + index]!;
        blended[index] = upper + (field[bottom * columns * 3 + index]! - upper) * weightY;
      }
      addRow(picture, y, blended, patchesPerPixel, columns);
    }
  }

  /** Mean difference per patch, averaged with its neighbours so that single patches leave no trace. */
  #smoothedField(): Float32Array {
    const columns = this.#columns;
    const sums = this.#sums;
    const counts = this.#counts;
    const field = new Float32Array(columns * columns * 3);
    for (let y = 0; y < columns; y++) {
      for (let x = 0; x < columns; x++) {
        for (let channel = 0; channel < 3; channel++) {
          let sum = 0;
          let count = 0;
          for (let dy = -1; dy <= 1; dy++) {
            for (let dx = -1; dx <= 1; dx++) {
              const nx = x + dx;
              const ny = y + dy;
              if (nx < 0 || ny < 0 || nx >= columns || ny >= columns) continue;
              const weight = (2 - Math.abs(dx)) * (2 - Math.abs(dy));
              sum += sums[(ny * columns + nx) * 3 + channel]! * weight;
              count += counts[ny * columns + nx]! * weight;
            }
          }
          field[(y * columns + x) * 3 + channel] = count > 0 ? sum / count : 0;
        }
      }
    }
    return field;
  }
}

function addRow(
  picture: ColourImage,
  y: number,
  field: Float32Array,
  patchesPerPixel: number,
  columns: number,
): void {
  const { width, data } = picture;
  let index = y * width * 3;
  for (let x = 0; x < width; x++) {
    const patchX = clamp((x + 0.5) * patchesPerPixel - 0.5, columns - 1);
    const left = Math.floor(patchX);
    const leftIndex = left * 3;
    const rightIndex = left + 1 < columns ? leftIndex + 3 : leftIndex;
    const weight = patchX - left;
    for (let channel = 0; channel < 3; channel++, index++) {
      const first = field[leftIndex + channel]!;
      const value = data[index]! + (first + (field[rightIndex + channel]! - first) * weight) * 65535;
      data[index] = value < 0 ? 0 : value > 65535 ? 65535 : value + 0.5;
    }
  }
}

function clamp(value: number, largest: number): number {
  return value < 0 ? 0 : Math.min(value, largest);
}
