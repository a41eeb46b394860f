/**
 * Segmentation networks of a few hundred bytes, as strangers export them: they tell the parts of a blue or green eye
 * apart by colour alone. What a real one takes and gives (layouts, ranges, activations) is all theirs.
 */
import type { PictureSize } from '../../../contracts/segmentation.ts';
import { type OnnxNode, writeOnnx } from '../minimal-onnx.ts';

/** Background, open eye's white, iris, pupil: logits from red, green, blue (0..1) and 1, fitted to rendered eyes. */
export const softmaxRows = [
  [85, -51, -34, -7],
  [22, -42, 27, 0],
  [-92, 111, -17, 1],
  [-16, -18, 25, 6],
] as const;
/** Iris and pupil, each by itself. */
export const sigmoidRows = [
  [-100, 110, -10, -1],
  [-15, -25, -10, 6],
] as const;

export interface TinySegmenter {
  readonly rows: readonly (readonly number[])[];
  /** Free when left out. */
  readonly size?: PictureSize;
  readonly inputLayout?: 'NCHW' | 'NHWC';
  readonly outputLayout?: 'NCHW' | 'NHWC';
  /** What it expects its pixels to be; see the description's fields of these names. */
  readonly scale?: number;
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
  /** What the network itself ends with. */
  readonly ending?: 'Sigmoid' | 'Softmax' | null;
  /** Its output is so many times smaller than its input. */
  readonly stride?: number;
  readonly bias?: number;
}

export function tinySegmenter({
  rows,
  size,
  inputLayout = 'NCHW',
  outputLayout = 'NCHW',
  scale = 1,
  mean = [0, 0, 0],
  std = [1, 1, 1],
  ending = null,
  stride = 1,
  bias = 0,
}: TinySegmenter): Uint8Array {
  const { height = 'height', width = 'width' } = size ?? {};
  const weight = rows.flatMap((row) => [0, 1, 2].map((colour) => (row[colour]! * std[colour]!) / scale));
  const offset = rows.map(
    (row) =>
      row[3]! + bias + [0, 1, 2].reduce((sum, colour) => sum + (row[colour]! * mean[colour]!) / scale, 0),
  );
  const transpose = (from: string, output: string, perm: readonly number[]): OnnxNode => ({
    operator: 'Transpose',
    inputs: [from],
    output,
    attributes: { perm },
  });
  const nodes: OnnxNode[] = [
    inputLayout === 'NCHW'
      ? { operator: 'Identity', inputs: ['picture'], output: 'planes' }
      : transpose('picture', 'planes', [0, 3, 1, 2]),
    {
      operator: 'AveragePool',
      inputs: ['planes'],
      output: 'calm',
      attributes: { kernel_shape: [5, 5], pads: [2, 2, 2, 2], strides: [stride, stride] },
    },
    {
      operator: 'Conv',
      inputs: ['calm', 'weight', 'offset'],
      output: 'logits',
      attributes: { kernel_shape: [1, 1] },
    },
    ending === 'Softmax'
      ? { operator: 'Softmax', inputs: ['logits'], output: 'ended', attributes: { axis: 1 } }
      : { operator: ending ?? 'Identity', inputs: ['logits'], output: 'ended' },
    outputLayout === 'NCHW'
      ? { operator: 'Identity', inputs: ['ended'], output: 'classes' }
      : transpose('ended', 'classes', [0, 2, 3, 1]),
  ];
  const dims = (layout: 'NCHW' | 'NHWC', channels: number, tall: number | string, wide: number | string) =>
    layout === 'NCHW' ? [1, channels, tall, wide] : [1, tall, wide, channels];
  const smaller = (edge: number | string) =>
    typeof edge === 'number' ? Math.ceil(edge / stride) : stride === 1 ? edge : `${edge}_out`;
  return writeOnnx({
    inputs: { picture: dims(inputLayout, 3, height, width) },
    outputs: { classes: dims(outputLayout, rows.length, smaller(height), smaller(width)) },
    nodes,
    weights: {
      weight: { dims: [rows.length, 3, 1, 1], data: Float32Array.from(weight) },
      offset: { dims: [rows.length], data: Float32Array.from(offset) },
    },
  });
}

/**
 * The shape of open-iris's network: a grey picture three times, normalised as for ImageNet; eyeball, iris, pupil and
 * eyelashes. Red alone tells its parts apart: an iris lies between pupil and white.
 */
export function tinyOpenIris(): Uint8Array {
  const mean = [0.485, 0.456, 0.406];
  const std = [0.229, 0.224, 0.225];
  // Red less 0.34, and red itself kept positive: the next layer takes them without their signs.
  const first = [-0.34, 10].map((shift) => ({
    weight: std.map((deviation) => deviation / 3),
    offset: shift + mean.reduce((sum, value) => sum + value, 0) / 3,
  }));
  const second = [
    [0, 40, -40 * 10.5],
    [-60, 0, 60 * 0.19],
    [0, -60, 60 * 10.14],
    [0, 0, -12],
  ] as const;
  const data = (values: readonly number[]) => Float32Array.from(values);
  return writeOnnx({
    inputs: { input: ['batch', 3, 480, 640] },
    outputs: { output: ['batch', 4, 480, 640] },
    nodes: [
      {
        operator: 'AveragePool',
        inputs: ['input'],
        output: 'calm',
        attributes: { kernel_shape: [7, 7], pads: [3, 3, 3, 3] },
      },
      {
        operator: 'Conv',
        inputs: ['calm', 'weight1', 'offset1'],
        output: 'signed',
        attributes: { kernel_shape: [1, 1] },
      },
      { operator: 'Abs', inputs: ['signed'], output: 'distances' },
      {
        operator: 'Conv',
        inputs: ['distances', 'weight2', 'offset2'],
        output: 'logits',
        attributes: { kernel_shape: [1, 1] },
      },
      { operator: 'Sigmoid', inputs: ['logits'], output: 'output' },
    ],
    weights: {
      weight1: { dims: [2, 3, 1, 1], data: data(first.flatMap(({ weight }) => weight)) },
      offset1: { dims: [2], data: data(first.map(({ offset }) => offset)) },
      weight2: { dims: [4, 2, 1, 1], data: data(second.flatMap((row) => row.slice(0, 2))) },
      offset2: { dims: [4], data: data(second.map(([, , offset]) => offset)) },
    },
  });
}
