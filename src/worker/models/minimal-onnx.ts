/**
 * Writes the few parts of ONNX's protobuf that a graph of plain operators needs (onnx.proto, IR version 8,
 * operator set 17). The provider probe is a network of one convolution that has to exist before any model file is
 * read, tests need networks of a few hundred bytes, and weights that users bring become graphs here; none of it is
 * worth a protobuf library in the product.
 */

export type Attribute = number | readonly number[] | string | { readonly float: number };

export interface OnnxNode {
  readonly operator: string;
  /** An empty name is an input left out. */
  readonly inputs: readonly string[];
  readonly output: string;
  /** Whole numbers, lists of whole numbers, strings, or `{ float }`. */
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

export interface OnnxGraph {
  /** Dimensions are numbers, or names where they are free. */
  readonly inputs: Readonly<Record<string, readonly (number | string)[]>>;
  readonly outputs: Readonly<Record<string, readonly (number | string)[]>>;
  readonly nodes: readonly OnnxNode[];
  readonly weights: Readonly<
    Record<string, { readonly dims: readonly number[]; readonly data: Float32Array }>
  >;
}

/** Pieces in order, joined once at the end: weights of 64 MB are not copied at every level of nesting. */
interface Message {
  readonly pieces: readonly Uint8Array[];
  readonly length: number;
}

const float32 = 1;
const attributeType = { float: 1, int: 2, string: 3, ints: 7 } as const;

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];

const message = (bytes: Uint8Array): Message => ({ pieces: [bytes], length: bytes.byteLength });

/** Wire type 0. */
const integer = (field: number, value: number) =>
  message(Uint8Array.from([...varint(field * 8), ...varint(value)]));

/** Wire type 5. */
function float(field: number, value: number): Message {
  const bytes = Buffer.from([...varint(field * 8 + 5), 0, 0, 0, 0]);
  bytes.writeFloatLE(value, bytes.length - 4);
  return message(bytes);
}

/** Wire type 2: strings, bytes and messages. */
function block(field: number, content: string | Uint8Array | readonly Message[]): Message {
  const parts =
    typeof content === 'string'
      ? [message(Buffer.from(content))]
      : content instanceof Uint8Array
        ? [message(content)]
        : content;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const head = Uint8Array.from([...varint(field * 8 + 2), ...varint(length)]);
  return { pieces: [head, ...parts.flatMap(({ pieces }) => pieces)], length: head.length + length };
}

function attribute(name: string, value: Attribute): Message {
  if (typeof value === 'number') {
    return block(5, [block(1, name), integer(3, value), integer(20, attributeType.int)]);
  }
  if (typeof value === 'string') {
    return block(5, [block(1, name), block(4, value), integer(20, attributeType.string)]);
  }
  if ('float' in value) {
    return block(5, [block(1, name), float(2, value.float), integer(20, attributeType.float)]);
  }
  const values = value.map((item) => integer(8, item));
  return block(5, [block(1, name), ...values, integer(20, attributeType.ints)]);
}

function node({ operator, inputs, output, attributes = {} }: OnnxNode): Message {
  return block(1, [
    ...inputs.map((input) => block(1, input)),
    block(2, output),
    block(4, operator),
    ...Object.entries(attributes).map(([name, value]) => attribute(name, value)),
  ]);
}

function weight(name: string, dims: readonly number[], data: Float32Array): Message {
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return block(5, [
    ...dims.map((size) => integer(1, size)),
    integer(2, float32),
    block(8, name),
    block(9, raw),
  ]);
}

function valueInfo(field: number, name: string, dims: readonly (number | string)[]): Message {
  const shape = dims.map((size) => block(1, [typeof size === 'number' ? integer(1, size) : block(2, size)]));
  const tensorType = block(1, [integer(1, float32), block(2, shape)]);
  return block(field, [block(1, name), block(2, [tensorType])]);
}

export function writeOnnx({ inputs, outputs, nodes, weights }: OnnxGraph): Uint8Array {
  const graph = block(7, [
    ...nodes.map(node),
    block(2, 'graph'),
    ...Object.entries(weights).map(([name, { dims, data }]) => weight(name, dims, data)),
    ...Object.entries(inputs).map(([name, dims]) => valueInfo(11, name, dims)),
    ...Object.entries(outputs).map(([name, dims]) => valueInfo(12, name, dims)),
  ]);
  return Buffer.concat([integer(1, 8), graph, block(8, [integer(2, 17)])].flatMap(({ pieces }) => pieces));
}
