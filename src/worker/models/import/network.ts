/** What an architecture makes of weights: a graph, and what is known of it before it has ever run. */
import { StudioFailure } from '../../../contracts/failure.ts';
import type { OnnxGraph, OnnxNode } from '../minimal-onnx.ts';
import type { StateDict, WeightTensor } from './weights.ts';

export const inputName = 'image';
export const outputName = 'enhanced';

export interface ImportedNetwork {
  /** In words, for people. */
  readonly architecture: string;
  readonly scale: number;
  /** Input pixels that an output pixel depends on to each side; null where it is too many to be of use. */
  readonly halo: number | null;
  /** Bytes of the largest layer for each input pixel: what limits the size of tiles. */
  readonly bytesPerPixel: number;
  readonly graph: OnnxGraph;
}

/** Takes weights by name, holds each to its shape, and in the end knows what nobody asked for. */
export class WeightReader {
  readonly #weights: StateDict;
  readonly #unread: Set<string>;

  constructor(weights: StateDict) {
    this.#weights = weights;
    this.#unread = new Set(weights.keys());
  }

  has(name: string): boolean {
    return this.#weights.has(name);
  }

  /**
   * @param dims null stands for any size
   * @throws StudioFailure 'modelUnsupported'
   */
  read(name: string, dims: readonly (number | null)[]): WeightTensor {
    const tensor = this.#weights.get(name);
    const fits =
      tensor !== undefined &&
      tensor.dims.length === dims.length &&
      dims.every((size, axis) => size === null || size === tensor.dims[axis]);
    if (!fits) throw unsupported(`${name} is ${tensor?.dims.join('x') ?? 'missing'}`, { wanted: dims });
    this.#unread.delete(name);
    return tensor;
  }

  /** @throws StudioFailure 'modelUnsupported' when something was left over: then it is another network. */
  finish(): void {
    if (this.#unread.size > 0) throw unsupported('unknown weights', { names: [...this.#unread].slice(0, 5) });
  }
}

/** Collects the nodes and weights of a graph under construction. */
export class GraphBuilder {
  readonly #nodes: OnnxNode[] = [];
  readonly #weights: Record<string, WeightTensor> = {};
  readonly #reader: WeightReader;

  constructor(reader: WeightReader) {
    this.#reader = reader;
  }

  /** @returns the name of its output */
  add(operator: string, inputs: readonly string[], attributes: OnnxNode['attributes'] = {}): string {
    const output = `${operator}_${this.#nodes.length}`;
    this.#nodes.push({ operator, inputs: [...inputs], output, attributes });
    return output;
  }

  weight(name: string, dims: readonly number[], data: Float32Array): string {
    this.#weights[name] = { dims, data };
    return name;
  }

  /** A 3x3 convolution with bias, padded by zeros to keep its size, as everywhere in this family. */
  convolve(input: string, name: string, from: number, to: number, arrange = asIs): string {
    const kernel = this.#reader.read(`${name}.weight`, [to, from, 3, 3]);
    const bias = this.#reader.read(`${name}.bias`, [to]);
    const weight = this.weight(`${name}.weight`, kernel.dims, arrange(kernel.data));
    const offset = this.weight(`${name}.bias`, bias.dims, bias.data);
    return this.add('Conv', [input, weight, offset], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] });
  }

  /** Repeats every pixel `scale` x `scale` times. */
  enlarge(input: string, scale: number): string {
    const scales = this.weight(`times_${scale}`, [4], Float32Array.of(1, 1, scale, scale));
    return this.add('Resize', [input, '', scales], {
      mode: 'nearest',
      coordinate_transformation_mode: 'asymmetric',
      nearest_mode: 'floor',
    });
  }

  /** @param last the node whose output is the network's */
  build(last: string): OnnxGraph {
    this.#reader.finish();
    const nodes = this.#nodes.map((node) => (node.output === last ? { ...node, output: outputName } : node));
    return {
      inputs: { [inputName]: ['batch', 3, 'height', 'width'] },
      outputs: { [outputName]: ['batch', 3, 'enlarged_height', 'enlarged_width'] },
      nodes,
      weights: this.#weights,
    };
  }
}

const asIs = (data: Float32Array) => data;

export const unsupported = (reason: string, details: object = {}) =>
  new StudioFailure('modelUnsupported', { reason, ...details });
