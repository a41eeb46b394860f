/** From what was pickled to weights: which dictionary of a checkpoint counts, and tensors out of storages. */
import { StudioFailure } from '../../../contracts/failure.ts';
import { type Pickled, type PickledStorage, PickledTensor } from './pickled.ts';
import { type FloatType, type StateDict, WeightBudget, type WeightTensor } from './weights.ts';

/** The averaged weights of a training run are the better ones, so they come first, as in Real-ESRGAN itself. */
const dictionaryNames = ['params_ema', 'params', 'state_dict'] as const;

/** @throws StudioFailure 'modelUnsupported' when there are no named tensors */
export function selectTensors(value: Pickled): ReadonlyMap<string, PickledTensor> {
  if (!(value instanceof Map)) throw notWeights('the file is no dictionary');
  const named = dictionaryNames.map((name) => value.get(name)).find((found) => found instanceof Map);
  const tensors = new Map<string, PickledTensor>();
  for (const [name, tensor] of named ?? value) {
    if (typeof name !== 'string' || !(tensor instanceof PickledTensor)) continue;
    if (tensor.storage.type !== 'other') tensors.set(name, tensor);
  }
  if (tensors.size === 0) throw notWeights('the file holds no named tensors');
  return tensors;
}

/**
 * @param read the values of one storage, at least as many as it claims; asked once for each storage that is needed
 * @throws StudioFailure 'modelUnreadable', 'modelTooLarge'
 */
export async function readTensors(
  tensors: ReadonlyMap<string, PickledTensor>,
  read: (storage: PickledStorage & { readonly type: FloatType }) => Promise<Float32Array>,
): Promise<StateDict> {
  const budget = new WeightBudget();
  const onDisk = new WeightBudget();
  const counted = new Set<string>();
  for (const [name, { dims, storage }] of tensors) {
    budget.take(name, dims);
    if (!counted.has(storage.key)) onDisk.take(name, [storage.length]);
    counted.add(storage.key);
  }
  const storages = new Map<string, Float32Array>();
  const weights = new Map<string, WeightTensor>();
  for (const [name, tensor] of tensors) {
    const { key } = tensor.storage;
    const values = storages.get(key) ?? (await read(tensor.storage as PickledStorage & { type: FloatType }));
    storages.set(key, values);
    weights.set(name, { dims: tensor.dims, data: gather(name, tensor, values) });
  }
  return weights;
}

/** Copies a tensor out of its storage along its strides. */
function gather(name: string, { dims, strides, offset }: PickledTensor, values: Float32Array): Float32Array {
  const count = dims.reduce((product, size) => product * size, 1);
  const last = dims.reduce((index, size, axis) => index + (size - 1) * (strides[axis] as number), offset);
  if (count > 0 && last >= values.length)
    throw new StudioFailure('modelUnreadable', { name, reason: 'a tensor reaches beyond its numbers' });
  const data = new Float32Array(count);
  const position = new Array<number>(dims.length).fill(0);
  let from = offset;
  for (let index = 0; index < count; index++) {
    data[index] = values[from] as number;
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      from += strides[axis] as number;
      position[axis] = (position[axis] as number) + 1;
      if ((position[axis] as number) < (dims[axis] as number)) break;
      from -= (dims[axis] as number) * (strides[axis] as number);
      position[axis] = 0;
    }
  }
  return data;
}

const notWeights = (reason: string) => new StudioFailure('modelUnsupported', { reason });
