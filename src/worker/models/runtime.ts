/** What this folder knows of an inference engine. `onnx-runtime.ts` is the real one; tests bring their own. */
import type { ProviderName } from '../../contracts/worker-api.ts';

export interface Tensor {
  /** Row-major; its length is the product of `dims`. */
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

export interface InferenceSession {
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
