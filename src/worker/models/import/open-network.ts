import { StudioFailure } from '../../../contracts/failure.ts';
import type { InferenceRuntime, InferenceSession } from '../runtime.ts';

/** @throws StudioFailure 'modelUnreadable', 'modelUnsupported' */
export async function openNetwork(
  bytes: Uint8Array,
  runtime: InferenceRuntime,
  threads: number,
): Promise<InferenceSession> {
  try {
    return await runtime.open(bytes, { provider: 'cpu', threads });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const code = /protobuf|parsing|invalid protobuf/i.test(reason) ? 'modelUnreadable' : 'modelUnsupported';
    throw new StudioFailure(code, { reason: reason.slice(0, 500) }, { cause: error });
  }
}
