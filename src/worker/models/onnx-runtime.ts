/**
 * The one file that touches onnxruntime-node. It is a native CommonJS package of 46 MB, so it is loaded when the
 * first session opens, and never by code that only needs its types. Tensors in and out are fp32: the package's
 * fp16 tensors break on Node 24.
 */
import type * as Onnx from 'onnxruntime-node';
import type {
  InferenceRuntime,
  InferenceSession,
  SessionOptions,
  Tensor,
  TensorSignature,
} from './runtime.ts';

type OnnxModule = typeof Onnx;

/** 3 is "error": warnings about graph optimisations are for people who write networks. */
const severity = 3;

export function createOnnxRuntime(): InferenceRuntime {
  let module: Promise<OnnxModule> | undefined;
  return {
    async open(model, options) {
      // Read once, when the library is loaded: from 1.29 on the official builds report to their maker otherwise.
      process.env.ORT_DISABLE_TELEMETRY = '1';
      module ??= import('onnxruntime-node');
      return openSession(await module, model, options);
    },
  };
}

async function openSession(
  onnx: OnnxModule,
  model: Uint8Array,
  options: SessionOptions,
): Promise<InferenceSession> {
  const session = await onnx.InferenceSession.create(model, {
    // One provider at a time: a list rejects as a whole instead of falling back.
    executionProviders: [options.provider],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: options.threads,
    interOpNumThreads: 1,
    logSeverityLevel: severity,
  });
  return {
    signature: {
      inputs: session.inputMetadata.map(signatureOf),
      outputs: session.outputMetadata.map(signatureOf),
    },
    async run(inputs, output) {
      const feeds = Object.fromEntries(
        Object.entries(inputs).map(([name, { data, dims }]) => [
          name,
          new onnx.Tensor('float32', data, dims),
        ]),
      );
      const result = (await session.run(feeds, [output]))[output];
      if (result?.type !== 'float32') throw new TypeError(`output ${output} is ${result?.type ?? 'missing'}`);
      return { data: result.data as Float32Array, dims: result.dims } satisfies Tensor;
    },
    release: () => session.release(),
  };
}

function signatureOf(value: Onnx.InferenceSession.ValueMetadata): TensorSignature {
  return value.isTensor
    ? { name: value.name, type: value.type, shape: value.shape }
    : { name: value.name, type: 'other', shape: null };
}
