/**
 * A look through an ONNX file before the engine opens it: tensors that lie in other files are refused, because a
 * model must not make the engine read where it likes, and so are more numbers than we take. Walks the protobuf
 * along messages that can hold tensors, and reads nothing else. Field numbers: onnx.proto.
 */
import { StudioFailure } from '../../../contracts/failure.ts';
import { weightLimits } from './weights.ts';

type MessageKind = 'model' | 'graph' | 'node' | 'attribute' | 'tensor' | 'sparse' | 'function';

/** Messages inside messages: by kind, field number to kind. */
const inside: Readonly<Record<MessageKind, Readonly<Record<number, MessageKind>>>> = {
  model: { 7: 'graph', 25: 'function' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparse' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse', 23: 'sparse' },
  sparse: { 1: 'tensor', 2: 'tensor' },
  function: { 7: 'node', 11: 'attribute' },
  tensor: {},
};
const tensorField = { dims: 1, externalData: 13, dataLocation: 14 } as const;
const deepest = 12;

export interface OnnxContents {
  readonly parameters: number;
  readonly nodes: number;
}

/** @throws StudioFailure 'modelUnreadable', 'modelUntrusted', 'modelTooLarge' */
export function inspectOnnx(file: Uint8Array): OnnxContents {
  const found = { parameters: 0, nodes: 0 };
  walk(file, 'model', 0, found);
  if (found.nodes === 0) throw new StudioFailure('modelUnreadable', { reason: 'there is no graph inside' });
  return found;
}

function walk(
  bytes: Uint8Array,
  kind: MessageKind,
  depth: number,
  found: { parameters: number; nodes: number },
): void {
  if (depth > deepest) throw new StudioFailure('modelUnsupported', { reason: 'graphs inside graphs' });
  const reader = new FieldReader(bytes);
  let values = 1;
  for (let field = reader.next(); field !== null; field = reader.next()) {
    if (kind === 'tensor') {
      if (
        field.number === tensorField.externalData ||
        (field.number === tensorField.dataLocation && field.value !== 0)
      )
        throw new StudioFailure('modelUntrusted', { reason: 'its numbers lie in other files' });
      if (field.number === tensorField.dims)
        for (const size of field.bytes === null ? [field.value] : varints(field.bytes)) values *= size;
      continue;
    }
    const held = inside[kind][field.number];
    if (held === undefined || field.bytes === null) continue;
    if (held === 'node') found.nodes += 1;
    walk(field.bytes, held, depth + 1, found);
  }
  if (kind !== 'tensor') return;
  found.parameters += values;
  if (found.parameters > weightLimits.values)
    throw new StudioFailure('modelTooLarge', { parameters: found.parameters });
}

interface Field {
  readonly number: number;
  readonly value: number;
  /** Null unless the field has a length. */
  readonly bytes: Uint8Array | null;
}

class FieldReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  next(): Field | null {
    if (this.#at === this.#bytes.length) return null;
    const tag = this.varint();
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0:
        return { number, value: this.varint(), bytes: null };
      case 1:
        this.#take(8);
        return { number, value: 0, bytes: null };
      case 2:
        return { number, value: 0, bytes: this.#take(this.varint()) };
      case 5:
        this.#take(4);
        return { number, value: 0, bytes: null };
      default:
        throw cutShort();
    }
  }

  get done(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** Beyond 53 bits it is no longer exact, and no size that we take. */
  varint(): number {
    let value = 0;
    for (let place = 0; place < 10; place++) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw cutShort();
      value += (byte & 0x7f) * 2 ** (7 * place);
      if (byte < 0x80) return value;
    }
    throw cutShort();
  }

  #take(length: number): Uint8Array {
    const from = this.#at;
    this.#at += length;
    if (this.#at > this.#bytes.length) throw cutShort();
    return this.#bytes.subarray(from, this.#at);
  }
}

function varints(bytes: Uint8Array): number[] {
  const reader = new FieldReader(bytes);
  const values: number[] = [];
  while (!reader.done) values.push(reader.varint());
  return values;
}

const cutShort = () => new StudioFailure('modelUnreadable', { reason: 'the file is cut short or damaged' });
