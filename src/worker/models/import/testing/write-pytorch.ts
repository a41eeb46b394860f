/** Writes weight files byte by byte as PyTorch does, so that tests need no Python and no file of anybody's. */
import { crc32, deflateRawSync } from 'node:zlib';
import type { StateDict } from '../weights.ts';

const text = (value: string) => {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([Buffer.from('X'), length, bytes]);
};
const int = (value: number) => {
  const bytes = Buffer.alloc(5, 'J');
  bytes.writeInt32LE(value, 1);
  return bytes;
};
const tuple = (items: readonly Buffer[]) => Buffer.concat([Buffer.from('('), ...items, Buffer.from('t')]);
export const global = (module: string, name: string) => Buffer.from(`c${module}\n${name}\n`);
const call = (callable: Buffer, args: readonly Buffer[]) =>
  Buffer.concat([callable, tuple(args), Buffer.from('R')]);
const emptyOrderedDict = call(global('collections', 'OrderedDict'), []);
const put = (slot: number) => Buffer.from([0x71, slot]);
const get = (slot: number) => Buffer.from([0x68, slot]);

const fill = (dictionary: Buffer, items: readonly Buffer[]) =>
  Buffer.concat([dictionary, Buffer.from('('), ...items, Buffer.from('u')]);
export const dictionary = (items: readonly Buffer[]) => fill(Buffer.from('}'), items);
export const pickle = (value: Buffer) => Buffer.concat([Buffer.from([0x80, 2]), value, Buffer.from('.')]);
export const string = text;

export type StorageClass = 'FloatStorage' | 'HalfStorage' | 'BFloat16Storage' | 'DoubleStorage';

/** @param key the weight's storage; the type's name is memoised on first use, as pickle does */
function tensor(
  key: string,
  dims: readonly number[],
  length: number,
  type: StorageClass,
  first: boolean,
): Buffer {
  const storageType = first ? Buffer.concat([global('torch', type), put(7)]) : get(7);
  const storage = tuple([text('storage'), storageType, text(key), text('cuda:0'), int(length)]);
  const strides = dims.map((_, axis) => dims.slice(axis + 1).reduce((product, size) => product * size, 1));
  return call(global('torch._utils', '_rebuild_tensor_v2'), [
    Buffer.concat([storage, Buffer.from('Q')]),
    int(0),
    tuple(dims.map(int)),
    tuple(strides.map(int)),
    Buffer.from([0x89]),
    emptyOrderedDict,
  ]);
}

/** An OrderedDict of tensors with torch's `_metadata` attribute; the n-th weight lies in storage "n". */
export function stateDictionary(
  weights: StateDict,
  type: StorageClass = 'FloatStorage',
  parameters = false,
): Buffer {
  const items = [...weights].flatMap(([name, { dims, data }], index) => {
    const value = tensor(String(index), dims, data.length, type, index === 0);
    const held = parameters
      ? call(global('torch._utils', '_rebuild_parameter'), [value, Buffer.from([0x88]), emptyOrderedDict])
      : value;
    return [text(name), held];
  });
  const state = dictionary([text('_metadata'), emptyOrderedDict]);
  return Buffer.concat([fill(emptyOrderedDict, items), state, Buffer.from('b')]);
}

export function numbers(data: Float32Array, type: StorageClass = 'FloatStorage'): Buffer {
  if (type === 'FloatStorage') return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (type === 'DoubleStorage') return Buffer.from(Float64Array.from(data).buffer);
  if (type === 'HalfStorage') return Buffer.from(Float16Array.from(data).buffer);
  const words = new Uint32Array(Float32Array.from(data).buffer);
  return Buffer.from(Uint16Array.from(words, (word) => word >>> 16).buffer);
}

export interface ZipPart {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export function zip(parts: readonly ZipPart[], deflated = false): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of parts) {
    const stored = deflated ? deflateRawSync(bytes) : bytes;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(deflated ? 8 : 0, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(stored.byteLength, 14);
    common.writeUInt32LE(bytes.byteLength, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const head = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name)]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, rest, Buffer.from(name)]));
    local.push(head, Buffer.from(stored));
    offset += head.length + stored.byteLength;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

export interface PytorchOptions {
  /** The dictionary's name inside the file; null for none. */
  readonly under?: string | null;
  readonly root?: string;
  readonly deflated?: boolean;
  readonly type?: StorageClass;
  readonly parameters?: boolean;
}

export function writePytorch(
  weights: StateDict,
  {
    under = 'params',
    root = 'archive/',
    deflated = false,
    type = 'FloatStorage',
    parameters,
  }: PytorchOptions = {},
): Buffer {
  const held = stateDictionary(weights, type, parameters);
  const value = pickle(under === null ? held : dictionary([text(under), held]));
  const storages = [...weights.values()].map(({ data }, index) => ({
    name: `${root}data/${index}`,
    bytes: numbers(data, type),
  }));
  return zip([{ name: `${root}data.pkl`, bytes: value }, ...storages], deflated);
}

/** As before PyTorch 1.6. */
export function writeLegacyPytorch(weights: StateDict): Buffer {
  const machine = dictionary([text('little_endian'), Buffer.from([0x88])]);
  const keys = [...weights].map((_, index) => text(String(index)));
  const storages = [...weights.values()].flatMap(({ data }) => {
    const count = Buffer.alloc(8);
    count.writeBigUInt64LE(BigInt(data.length));
    return [count, numbers(data)];
  });
  return Buffer.concat([
    Buffer.from('80028a0a6cfc9c46f9206aa850192e', 'hex'),
    pickle(int(1001)),
    pickle(machine),
    pickle(stateDictionary(weights)),
    pickle(Buffer.concat([Buffer.from(']('), ...keys, Buffer.from('e')])),
    ...storages,
  ]);
}

export function writeSafetensors(weights: StateDict): Buffer {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  const data: Buffer[] = [];
  let offset = 0;
  for (const [name, tensor] of weights) {
    const bytes = numbers(tensor.data);
    header[name] = { dtype: 'F32', shape: tensor.dims, data_offsets: [offset, offset + bytes.length] };
    offset += bytes.length;
    data.push(bytes);
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, ...data]);
}
