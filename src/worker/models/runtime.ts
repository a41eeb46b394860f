/** What this folder knows of an inference engine. `onnx-runtime.ts` is the real one; tests bring their own. */
import type { ProviderName } from '../../contracts/worker-api.ts';

export interface Tensor {
  /** Row-major; its length is the product of `dims`. */
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** What a network says of one of its inputs or outputs. */
export interface TensorSignature {
  readonly name: string;
  /** "float32", "float16", ... */
  readonly type: string;
  /** Numbers where they are fixed, names where they are free; null when it is no tensor. */
  readonly shape: readonly (number | string)[] | null;
}

export interface InferenceSession {
  /** Only what opens files of strangers asks for it. */
  readonly signature?: {
    readonly inputs: readonly TensorSignature[];
    readonly outputs: readonly TensorSignature[];
  };
  /** Blocks this thread while the engine computes, but lets the event loop turn once before it starts. */
  run(inputs: Readonly<Record<string, Tensor>>, output: string): Promise<Tensor>;
  release(): Promise<void>;
}

export interface InferenceRuntime {
  /** Rejects when the provider cannot be had here; never falls back to another one. */
  open(model: Uint8Array, options: SessionOptions): Promise<InferenceSession>;
}

export interface SessionOptions {
  readonly provider: ProviderName;
  readonly threads: number;
}
