/** The question every network is asked on every provider before it may touch a photograph. */
import type { KnownAnswer, ManifestModel, Question } from './manifest.ts';
import type { InferenceSession, Tensor } from './runtime.ts';
import { prepareInput } from './segmentation/prepare-input.ts';

/** @returns 1 x 3 x height x width, RGB planes, 0..1 */
export function drawQuestion(question: Question): Float32Array {
  const [, , height, width] = question.shape;
  const plane = height * width;
  const picture = new Float32Array(3 * plane);
  if (question.kind === 'ramp') {
    return picture.map((_, index) => ((index * 7919) % 1000) / 1000);
  }
  for (let index = 0; index < plane; index++) {
    const across = 2 * (index % width) + 1 - width;
    const down = 2 * Math.floor(index / width) + 1 - height;
    const distance = across ** 2 + down ** 2;
    const ring = question.rings.find(({ radius }) => distance < (2 * radius) ** 2);
    const colour = ring?.rgb ?? question.outside;
    for (const channel of [0, 1, 2] as const) picture[channel * plane + index] = colour[channel];
  }
  return picture;
}

/** The named inputs of a network for one picture of 3 x height x width; `strength` (0 to 1) only where it has one. */
export function modelInputs(
  model: ManifestModel,
  image: Float32Array,
  height: number,
  width: number,
  strength = 1,
): Record<string, Tensor> {
  if (model.role === 'find' && model.segmentation !== undefined)
    return { [model.input.name]: prepareInput(image, { height, width }, model.segmentation) };
  const inputs: Record<string, Tensor> = { [model.input.name]: { data: image, dims: [1, 3, height, width] } };
  if (model.role === 'enhance' && model.input.strength !== null) {
    inputs[model.input.strength] = { data: Float32Array.of(strength), dims: [1] };
  }
  return inputs;
}

/** @returns the largest absolute error; Infinity when the output has the wrong shape or is not finite */
export async function askKnownAnswer(session: InferenceSession, model: ManifestModel): Promise<number> {
  const { input, output } = model.knownAnswer;
  const [, , height, width] = input.shape;
  const answer = await session.run(modelInputs(model, drawQuestion(input), height, width), model.output.name);
  return answer.dims.join() === output.shape.join()
    ? largestError(answer.data, model.knownAnswer)
    : Number.POSITIVE_INFINITY;
}

/**
 * Largest absolute difference between an output and the known answer, over the mean and every sample.
 * @returns Infinity when a value is missing or not a finite number
 */
export function largestError(output: Float32Array, { output: expected }: KnownAnswer): number {
  let sum = 0;
  for (const value of output) sum += value;
  let worst = Math.abs(sum / output.length - expected.mean);
  for (const { index, value } of expected.samples) {
    worst = Math.max(worst, Math.abs((output[index] ?? Number.NaN) - value));
  }
  return Number.isFinite(worst) ? worst : Number.POSITIVE_INFINITY;
}
