/** The few things that a pickle of weights may be made of, and the only names it may call. */
import { StudioFailure } from '../../../contracts/failure.ts';
import { type FloatType, floatTypes } from './weights.ts';

/** Numbers on disk that a tensor points into; anything but floats is known by name only and never read. */
export class PickledStorage {
  readonly key: string;
  readonly type: FloatType | 'other';
  /** In values. */
  readonly length: number;

  constructor(key: string, type: FloatType | 'other', length: number) {
    this.key = key;
    this.type = type;
    this.length = length;
  }
}

export class PickledTensor {
  readonly storage: PickledStorage;
  readonly offset: number;
  readonly dims: readonly number[];
  readonly strides: readonly number[];

  constructor(storage: PickledStorage, offset: number, dims: readonly number[], strides: readonly number[]) {
    this.storage = storage;
    this.offset = offset;
    this.dims = dims;
    this.strides = strides;
  }
}

/** A name from the list below; `call` is ours and builds plain data, whatever Python would do. */
export class PickledGlobal {
  readonly name: string;
  readonly storageType: FloatType | 'other' | null;
  readonly call: ((args: readonly Pickled[]) => Pickled) | null;

  constructor(
    name: string,
    storageType: FloatType | 'other' | null,
    call: ((args: readonly Pickled[]) => Pickled) | null,
  ) {
    this.name = name;
    this.storageType = storageType;
    this.call = call;
  }
}

export type Pickled =
  | null
  | boolean
  | number
  | string
  | Pickled[]
  | Map<Pickled, Pickled>
  | PickledStorage
  | PickledTensor
  | PickledGlobal;

const storageTypes: Readonly<Record<string, FloatType | 'other'>> = {
  DoubleStorage: floatTypes[0],
  FloatStorage: floatTypes[1],
  HalfStorage: floatTypes[2],
  BFloat16Storage: floatTypes[3],
  LongStorage: 'other',
  IntStorage: 'other',
  ShortStorage: 'other',
  CharStorage: 'other',
  ByteStorage: 'other',
  BoolStorage: 'other',
};

/** A Map and not an object, so that no name reaches what every object inherits. */
const knownGlobals: ReadonlyMap<string, PickledGlobal> = new Map(
  [
    ...Object.entries(storageTypes).map(([name, type]) => new PickledGlobal(`torch ${name}`, type, null)),
    new PickledGlobal('collections OrderedDict', null, orderedDict),
    new PickledGlobal('torch._utils _rebuild_tensor', null, rebuildTensor),
    new PickledGlobal('torch._utils _rebuild_tensor_v2', null, rebuildTensor),
    new PickledGlobal('torch._utils _rebuild_parameter', null, rebuildParameter),
  ].map((global) => [global.name, global]),
);

/** @throws StudioFailure 'modelUntrusted' for every name that is not on the list */
export function globalNamed(module: string, name: string): PickledGlobal {
  const found = knownGlobals.get(`${module} ${name}`);
  if (found === undefined)
    throw new StudioFailure('modelUntrusted', { asksFor: `${module}.${name}`.slice(0, 200) });
  return found;
}

function orderedDict(args: readonly Pickled[]): Pickled {
  if (args.length === 0) return new Map();
  const [pairs] = args;
  if (args.length !== 1 || !Array.isArray(pairs)) throw malformed('OrderedDict');
  return new Map(
    pairs.map((pair) => {
      if (!Array.isArray(pair) || pair.length !== 2) throw malformed('OrderedDict');
      return [pair[0] as Pickled, pair[1] as Pickled];
    }),
  );
}

/** (storage, offset, size, stride, requires_grad, backward_hooks); the last two say nothing about weights. */
function rebuildTensor(args: readonly Pickled[]): Pickled {
  const [storage, offset, dims, strides] = args;
  if (!(storage instanceof PickledStorage) || !isCount(offset) || !isCounts(dims) || !isCounts(strides))
    throw malformed('tensor');
  if (dims.length !== strides.length) throw malformed('tensor');
  return new PickledTensor(storage, offset, dims, strides);
}

/** (data, requires_grad, backward_hooks) */
function rebuildParameter(args: readonly Pickled[]): Pickled {
  const [data] = args;
  if (!(data instanceof PickledTensor)) throw malformed('parameter');
  return data;
}

export const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const isCounts = (value: unknown): value is number[] => Array.isArray(value) && value.every(isCount);

export const malformed = (what: string) =>
  new StudioFailure('modelUnreadable', { reason: `malformed ${what}` });
