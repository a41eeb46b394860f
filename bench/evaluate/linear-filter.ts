/**
 * The best linear enlargement: for every phase of the output its own 9x9 filter, fitted by least squares. Whoever
 * cannot beat it has learned nothing about irises.
 */
import { createPicture, type FloatPicture } from './picture.ts';
import { mirror } from './resample.ts';

const side = 9;
const reach = (side - 1) / 2;
const taps = side * side + 1;
const ridge = 1e-3;

export interface LinearFilter {
  readonly scale: number;
  /** Per output phase, row by row: 81 taps, and what is added. */
  readonly weights: readonly Float64Array[];
}

/** Gathers pairs; `solve` may be called at any time after the first. */
export class LinearFit {
  readonly #scale: number;
  readonly #gram = new Float64Array(taps * taps);
  readonly #sides: Float64Array[];

  constructor(scale: number) {
    this.#scale = scale;
    this.#sides = Array.from({ length: scale * scale }, () => new Float64Array(taps));
  }

  /** Every colour counts as a picture of its own. */
  add(small: FloatPicture, truth: FloatPicture): void {
    const scale = this.#scale;
    const row = new Float64Array(taps);
    for (let y = 0; y < small.height; y += 1) {
      for (let x = 0; x < small.width; x += 1) {
        for (let channel = 0; channel < 3; channel += 1) {
          gather(small, x, y, channel, row);
          for (let i = 0; i < taps; i += 1) {
            const value = row[i]!;
            for (let j = 0; j <= i; j += 1) this.#gram[i * taps + j]! += value * row[j]!;
          }
          for (let phase = 0; phase < scale * scale; phase += 1) {
            const wanted = truth.data[indexOf(truth, x, y, phase, scale, channel)]!;
            const target = this.#sides[phase]!;
            for (let i = 0; i < taps; i += 1) target[i]! += wanted * row[i]!;
          }
        }
      }
    }
  }

  solve(): LinearFilter {
    const lower = factorise(this.#gram);
    return { scale: this.#scale, weights: this.#sides.map((right) => substitute(lower, right)) };
  }
}

export function applyLinear({ scale, weights }: LinearFilter, small: FloatPicture): FloatPicture {
  const large = createPicture(small.width * scale, small.height * scale);
  const row = new Float64Array(taps);
  for (let y = 0; y < small.height; y += 1) {
    for (let x = 0; x < small.width; x += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        gather(small, x, y, channel, row);
        weights.forEach((filter, phase) => {
          let sum = 0;
          for (let i = 0; i < taps; i += 1) sum += filter[i]! * row[i]!;
          large.data[indexOf(large, x, y, phase, scale, channel)] = sum;
        });
      }
    }
  }
  return large;
}

/** Cheap to call often: no closures, no allocation. */
function gather(small: FloatPicture, x: number, y: number, channel: number, row: Float64Array): void {
  const { width, height, data } = small;
  let tap = 0;
  for (let dy = -reach; dy <= reach; dy += 1) {
    const line = mirror(y + dy, height) * width;
    for (let dx = -reach; dx <= reach; dx += 1, tap += 1)
      row[tap] = data[(line + mirror(x + dx, width)) * 3 + channel]!;
  }
  row[tap] = 1;
}

function indexOf(
  large: FloatPicture,
  x: number,
  y: number,
  phase: number,
  scale: number,
  channel: number,
): number {
  const row = y * scale + Math.floor(phase / scale);
  return (row * large.width + x * scale + (phase % scale)) * 3 + channel;
}

/** Cholesky of the lower triangle, with a little weight on the diagonal. */
function factorise(gram: Float64Array): Float64Array {
  const lower = new Float64Array(taps * taps);
  for (let i = 0; i < taps; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = gram[i * taps + j]! + (i === j ? ridge : 0);
      for (let k = 0; k < j; k += 1) sum -= lower[i * taps + k]! * lower[j * taps + k]!;
      lower[i * taps + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / lower[j * taps + j]!;
    }
  }
  return lower;
}

function substitute(lower: Float64Array, right: Float64Array): Float64Array {
  const solution = right.slice();
  for (let i = 0; i < taps; i += 1) {
    for (let k = 0; k < i; k += 1) solution[i]! -= lower[i * taps + k]! * solution[k]!;
    solution[i]! /= lower[i * taps + i]!;
  }
  for (let i = taps - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < taps; k += 1) solution[i]! -= lower[k * taps + i]! * solution[k]!;
    solution[i]! /= lower[i * taps + i]!;
  }
  return solution;
}
