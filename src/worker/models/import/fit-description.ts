/** Holds a segmentation model's description against its file: what both say must be one thing. */
import { StudioFailure } from '../../../contracts/failure.ts';
import {
  mostChannels,
  type PictureSize,
  type Segmentation,
  type SegmentationDescription,
} from '../../../contracts/segmentation.ts';
import type { InferenceSession, TensorSignature } from '../runtime.ts';
import { outputShape } from '../segmentation/read-output.ts';
import { descriptionWrong } from './read-description.ts';

export interface FittedInput {
  readonly input: string;
  readonly output: string;
  readonly segmentationInput: Segmentation['input'];
}

const smallestEdge = 64;
const largestEdge = 1024;

/**
 * @throws StudioFailure 'modelDescriptionWrong', 'modelUnsupported' for networks that no description makes usable
 */
export function fitInput({ signature }: InferenceSession, description: SegmentationDescription): FittedInput {
  const { inputs = [], outputs = [] } = signature ?? {};
  const input = named(inputs, description.input.name, 'input');
  const output = named(outputs, description.output.name, 'output');
  if (inputs.length > 1)
    throw unfit('it wants more than a picture', { inputs: inputs.map(({ name }) => name) });
  if (input.type !== 'float32') throw unfit(`it takes ${input.type}, not float32`);
  if (output.type !== 'float32')
    throw unfit(`its output is ${output.type}: probabilities or logits are needed, without argmax`);
  const [batch, channels, height, width] = picture(input, description.input.layout);
  if (batch !== null && batch !== 1) throw unfit(`it takes ${batch} pictures at a time`);
  const { name: _name, size, ...rest } = description.input;
  return {
    input: input.name,
    output: output.name,
    segmentationInput: {
      ...rest,
      channels: fitChannels(channels, description),
      size: fitSize(height, width, size),
    },
  };
}

/**
 * @param dims of what the network answered for a picture of this size
 * @returns the number of its channels
 * @throws StudioFailure 'modelDescriptionWrong'
 */
export function fitOutput(
  dims: readonly number[],
  { height, width }: PictureSize,
  { output, classes }: SegmentationDescription,
): number {
  const shape = outputShape(dims, output.layout);
  const said = dims.join(' × ');
  if (shape === null)
    throw descriptionWrong(`output: the model answers ${said}, not one picture of channels`);
  const tall = shape.height / height;
  const wide = shape.width / width;
  if (Math.abs(tall / wide - 1) > 0.1 || tall > 1.05 || tall < 1 / 33)
    throw descriptionWrong(
      `output.layout: the model answers ${said} for ${height} × ${width} pixels, which is not ${output.layout}`,
    );
  if (shape.channels > mostChannels)
    throw descriptionWrong(`output: the model has ${shape.channels} classes`);
  if (output.activation === 'softmax' && shape.channels === 1)
    throw descriptionWrong('output.activation: softmax needs more than one channel');
  for (const [part, channel] of Object.entries(classes))
    if (channel !== undefined && channel >= shape.channels)
      throw descriptionWrong(
        `classes.${part}: there is no channel ${channel}; the model has ${shape.channels}, counted from 0`,
      );
  return shape.channels;
}

function named(
  tensors: readonly TensorSignature[],
  name: string | undefined,
  kind: 'input' | 'output',
): TensorSignature {
  const names = tensors.map((tensor) => tensor.name).join(', ');
  const found = name === undefined ? (tensors.length === 1 ? tensors[0] : undefined) : undefined;
  const chosen = found ?? tensors.find((tensor) => tensor.name === name);
  if (chosen !== undefined) return chosen;
  if (name === undefined) throw descriptionWrong(`${kind}.name: the model has several: ${names}`);
  throw descriptionWrong(`${kind}.name: there is no ${name}; the model has ${names}`);
}

type Sizes = [batch: number | null, channels: number | null, height: number | null, width: number | null];

/** Null where any size will do. */
function picture({ name, shape }: TensorSignature, layout: Segmentation['input']['layout']): Sizes {
  if (shape?.length !== 4) throw unfit(`${name} is no picture`, { shape });
  const [batch, one, two, three] = shape.map((size) =>
    typeof size === 'number' && size > 0 ? size : null,
  ) as Sizes;
  return layout === 'NCHW' ? [batch, one, two, three] : [batch, three, one, two];
}

function fitChannels(channels: number | null, { input }: SegmentationDescription): 1 | 3 {
  const inColour = input.colours === 'rgb' || input.colours === 'bgr';
  const count = channels ?? (inColour ? 3 : 1);
  if (count !== 1 && count !== 3)
    throw descriptionWrong(`input.layout: the model has no 1 or 3 colours where ${input.layout} has them`);
  if (count === 1 && inColour)
    throw descriptionWrong('input.colours: the model takes one channel, so it is grey or red');
  for (const key of ['mean', 'std'] as const) {
    const values = input[key];
    if (typeof values !== 'number' && values.length !== count && values.length !== 1)
      throw descriptionWrong(`input.${key}: ${values.length} numbers for ${count} channels`);
  }
  return count;
}

function fitSize(
  height: number | null,
  width: number | null,
  wanted: SegmentationDescription['input']['size'],
): PictureSize | null {
  const own = `${height ?? 'any'} × ${width ?? 'any'}`;
  if (wanted === undefined || wanted === 'free') {
    if (height === null && width === null) return null;
    if (height === null || width === null || wanted === 'free')
      throw descriptionWrong(`input.size: the model takes ${own} pixels (height × width)`);
    if ([height, width].some((edge) => edge < smallestEdge || edge > largestEdge))
      throw unfit(`it takes pictures of ${own} pixels`);
    return { height, width };
  }
  if ((height ?? wanted.height) !== wanted.height || (width ?? wanted.width) !== wanted.width)
    throw descriptionWrong(
      `input.size: ${wanted.height} × ${wanted.width}, but the model takes ${own} pixels (height × width)`,
    );
  return wanted;
}

const unfit = (reason: string, details: object = {}) =>
  new StudioFailure('modelUnsupported', { reason, ...details });
