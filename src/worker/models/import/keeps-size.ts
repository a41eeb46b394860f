import type { InferenceSession } from '../runtime.ts';
import { outputShape } from '../segmentation/read-output.ts';

const freeEdge = 128;
const largestEdge = 1024;
const layouts = ['NCHW', 'NHWC'] as const;

/**
 * Whether a network answers a picture with one of its size, or a coarser one: then it marks pixels instead of
 * enlarging them, and somebody forgot to say what it marks.
 */
export async function keepsSize(session: InferenceSession): Promise<boolean> {
  const { inputs = [], outputs = [] } = session.signature ?? {};
  const [input] = inputs;
  const [output] = outputs;
  if (inputs.length !== 1 || input?.shape?.length !== 4 || input.type !== 'float32' || output === undefined)
    return false;
  const sizes = input.shape.map((size) => (typeof size === 'number' && size > 0 ? size : null));
  for (const layout of layouts) {
    const [channels, height, width] = (layout === 'NCHW' ? [1, 2, 3] : [3, 1, 2]).map(
      (axis, index) => sizes[axis] ?? (index === 0 ? 3 : freeEdge),
    ) as [number, number, number];
    if ((channels !== 1 && channels !== 3) || Math.max(height, width) > largestEdge) continue;
    const dims = layout === 'NCHW' ? [1, channels, height, width] : [1, height, width, channels];
    const picture = { data: new Float32Array(channels * height * width).fill(0.5), dims };
    const answer = await session.run({ [input.name]: picture }, output.name).catch(() => null);
    if (answer === null) continue;
    const keeps = layouts.some((its) => {
      const shape = outputShape(answer.dims, its);
      return shape !== null && shape.height <= height && shape.height * width === shape.width * height;
    });
    // Where every size is free, either layout is taken, and only the right one shows it.
    if (keeps) return true;
  }
  return false;
}
