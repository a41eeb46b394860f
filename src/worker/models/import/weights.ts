/** What every weight file is turned into before an architecture looks at it, and how much of it we take. */
import { StudioFailure } from '../../../contracts/failure.ts';

export interface WeightTensor {
  readonly dims: readonly number[];
  /** Row-major; as long as the product of `dims`. */
  readonly data: Float32Array;
}

/** Parameter name to tensor, e.g. "body.0.weight". */
export type StateDict = ReadonlyMap<string, WeightTensor>;

/** x4plus, the largest network of the family, has 702 tensors of 16.7 million values together. */
export const weightLimits = { tensors: 4_000, values: 60_000_000, rank: 6, nameLength: 300 } as const;

export const floatTypes = ['float64', 'float32', 'float16', 'bfloat16'] as const;
export type FloatType = (typeof floatTypes)[number];
export const bytesOf: Readonly<Record<FloatType, number>> = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
};

/**
 * Counts what was promised against the limits before anything is allocated for it.
 * @throws StudioFailure 'modelTooLarge', 'modelUnreadable'
 */
export class WeightBudget {
  #tensors = 0;
  #values = 0;

  /** @returns the number of values that `dims` hold */
  take(name: string, dims: readonly number[]): number {
    if (name.length > weightLimits.nameLength || dims.length > weightLimits.rank)
      throw new StudioFailure('modelUnreadable', { name: name.slice(0, 100), rank: dims.length });
    let values = 1;
    for (const size of dims) {
      if (!Number.isInteger(size) || size < 0) throw new StudioFailure('modelUnreadable', { name, dims });
      values *= size;
      if (values > weightLimits.values) throw new StudioFailure('modelTooLarge', { name, dims });
    }
    this.#tensors += 1;
    this.#values += values;
    if (this.#tensors > weightLimits.tensors || this.#values > weightLimits.values)
      throw new StudioFailure('modelTooLarge', { tensors: this.#tensors, values: this.#values });
    return values;
  }
}

/**
 * Little-endian numbers of any alignment as fp32.
 * @param bytes exactly as many as its values need
 */
export function toFloat32(bytes: Uint8Array, type: FloatType): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(bytes.byteLength / bytesOf[type]);
  if (type === 'float32')
    for (let index = 0; index < values.length; index++) values[index] = view.getFloat32(index * 4, true);
  else if (type === 'float64')
    for (let index = 0; index < values.length; index++) values[index] = view.getFloat64(index * 8, true);
  else if (type === 'float16')
    for (let index = 0; index < values.length; index++)
      values[index] = halfToFloat(view.getUint16(index * 2, true));
  else {
    // bfloat16 is the upper half of an fp32.
    const words = new Uint32Array(values.buffer);
    for (let index = 0; index < values.length; index++) words[index] = view.getUint16(index * 2, true) << 16;
  }
  return values;
}

/** IEEE 754 binary16. */
function halfToFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** @throws StudioFailure 'modelWrongResult' when a weight is not a finite number */
export function requireFinite(weights: StateDict): void {
  for (const [name, { data }] of weights)
    for (let index = 0; index < data.length; index++)
      if (!Number.isFinite(data[index])) throw new StudioFailure('modelWrongResult', { weight: name, index });
}

/**
 * Mixes two networks of one architecture weight by weight: share x first + (1 - share) x second. The usual way to
 * dial the denoising of general-x4v3 with its "wdn" twin (deep network interpolation, Wang et al. 2019).
 * @throws StudioFailure 'modelUnsupported' when they are not of one shape
 */
export function blendWeights(first: StateDict, second: StateDict, share: number): StateDict {
  const blended = new Map<string, WeightTensor>();
  for (const [name, tensor] of first) {
    const other = second.get(name);
    if (other?.dims.join() !== tensor.dims.join() || first.size !== second.size)
      throw new StudioFailure('modelUnsupported', { reason: 'the two files differ in shape', name });
    const data = tensor.data.map(
      (value, index) => share * value + (1 - share) * (other.data[index] as number),
    );
    blended.set(name, { dims: tensor.dims, data });
  }
  return blended;
}
