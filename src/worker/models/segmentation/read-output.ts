/** From what a stranger's segmentation network answers to probabilities over the square that was looked at. */
import {
  type EyePart,
  eyeParts,
  type PictureSize,
  type Segmentation,
} from '../../../contracts/segmentation.ts';
import type { Tensor } from '../runtime.ts';
import { placementIn } from './prepare-input.ts';

/** Probabilities of the parts that the network knows, size x size each. */
export type PartMaps = Readonly<Partial<Record<EyePart, Float32Array>>>;

export interface OutputShape {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** @returns null unless it is one picture of channels by rows by columns */
export function outputShape(
  dims: readonly number[],
  layout: Segmentation['output']['layout'],
): OutputShape | null {
  const [batch, one, two, three] = dims;
  if (dims.length !== 4 || batch !== 1) return null;
  const [channels, height, width] = layout === 'NCHW' ? [one, two, three] : [three, one, two];
  return { channels: channels as number, height: height as number, width: width as number };
}

/**
 * @param picture what the network was given; its output may have fewer pixels
 * @param size edge of the square in the picture's middle, in which the maps are wanted
 */
export function readOutput(
  { data, dims }: Tensor,
  picture: PictureSize,
  size: number,
  { output, classes }: Pick<Segmentation, 'output' | 'classes'>,
): PartMaps {
  const shape = outputShape(dims, output.layout) as OutputShape;
  const channelFirst = output.layout === 'NCHW';
  const area = shape.height * shape.width;
  const [step, stride] = channelFirst ? [1, area] : [shape.channels, 1];
  const normalisers = output.activation === 'softmax' ? softmaxOf(data, shape, step, stride) : null;
  const maps: Partial<Record<EyePart, Float32Array>> = {};
  for (const part of eyeParts) {
    const channel = classes[part];
    if (channel === undefined) continue;
    const plane = new Float32Array(area);
    for (let at = 0, from = channel * stride; at < area; at += 1, from += step) {
      const value = data[from] as number;
      if (normalisers !== null) plane[at] = Math.exp(value - normalisers[at]!);
      else if (output.activation === 'sigmoid') plane[at] = 1 / (1 + Math.exp(-value));
      else plane[at] = Math.min(1, Math.max(0, value));
    }
    maps[part] = cutSquare(plane, shape, picture, size);
  }
  return maps;
}

/** The logarithm of the sum of exponentials of every pixel, in double precision. */
function softmaxOf(data: Float32Array, shape: OutputShape, step: number, stride: number): Float64Array {
  const area = shape.height * shape.width;
  const logs = new Float64Array(area);
  for (let at = 0; at < area; at += 1) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let channel = 0; channel < shape.channels; channel += 1)
      largest = Math.max(largest, data[at * step + channel * stride]!);
    let sum = 0;
    for (let channel = 0; channel < shape.channels; channel += 1)
      sum += Math.exp(data[at * step + channel * stride]! - largest);
    logs[at] = largest + Math.log(sum);
  }
  return logs;
}

/** The middle square of an output map, bilinearly brought to size x size. */
function cutSquare(
  map: Float32Array,
  { height, width }: OutputShape,
  picture: PictureSize,
  size: number,
): Float32Array {
  const { left, top, edge } = placementIn(picture);
  const tapsAlong = (start: number, pictureLength: number, length: number) => {
    const scale = length / pictureLength;
    return Array.from({ length: size }, (_, index) => {
      const place = (start + ((index + 0.5) * edge) / size) * scale - 0.5;
      const first = Math.floor(Math.min(length - 1, Math.max(0, place)));
      const share = Math.min(1, Math.max(0, place - first));
      return { first, second: Math.min(length - 1, first + 1), share };
    });
  };
  const columns = tapsAlong(left, picture.width, width);
  const rows = tapsAlong(top, picture.height, height);
  const square = new Float32Array(size * size);
  for (let y = 0, to = 0; y < size; y += 1) {
    const row = rows[y]!;
    const upper = row.first * width;
    const lower = row.second * width;
    for (let x = 0; x < size; x += 1, to += 1) {
      const { first, second, share } = columns[x]!;
      const above = map[upper + first]! + (map[upper + second]! - map[upper + first]!) * share;
      const below = map[lower + first]! + (map[lower + second]! - map[lower + first]!) * share;
      square[to] = above + (below - above) * row.share;
    }
  }
  return square;
}
