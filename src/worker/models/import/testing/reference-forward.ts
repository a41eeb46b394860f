/** Both architectures once more as plain loops, straight from their papers' code and sharing nothing with ours. */
import type { StateDict } from '../weights.ts';

export interface Planes {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly data: Float64Array;
}

const planes = (channels: number, height: number, width: number): Planes => ({
  channels,
  height,
  width,
  data: new Float64Array(channels * height * width),
});

function convolve(input: Planes, weights: StateDict, name: string): Planes {
  const kernel = weights.get(`${name}.weight`)!;
  const bias = weights.get(`${name}.bias`)!;
  const { height, width } = input;
  const output = planes(kernel.dims[0]!, height, width);
  for (let to = 0; to < output.channels; to++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        let sum = bias.data[to]!;
        for (let from = 0; from < input.channels; from++)
          for (let dy = -1; dy <= 1; dy++)
            for (let dx = -1; dx <= 1; dx++) {
              if (y + dy < 0 || y + dy >= height || x + dx < 0 || x + dx >= width) continue;
              const weight = kernel.data[((to * input.channels + from) * 3 + dy + 1) * 3 + dx + 1]!;
              sum += weight * input.data[(from * height + y + dy) * width + x + dx]!;
            }
        output.data[(to * height + y) * width + x] = sum;
      }
  return output;
}

function map(input: Planes, change: (value: number, index: number) => number): Planes {
  return { ...input, data: input.data.map(change) };
}
const add = (a: Planes, b: Planes, factor = 1) => map(a, (value, index) => value * factor + b.data[index]!);
const leaky = (input: Planes) => map(input, (value) => (value < 0 ? 0.2 * value : value));
const join = (parts: readonly Planes[]): Planes => ({
  ...parts[0]!,
  channels: parts.reduce((sum, part) => sum + part.channels, 0),
  data: Float64Array.from(parts.flatMap(({ data }) => [...data])),
});

function enlarge(input: Planes, scale: number): Planes {
  const output = planes(input.channels, input.height * scale, input.width * scale);
  for (let index = 0; index < output.data.length; index++) {
    const x = index % output.width;
    const y = Math.floor(index / output.width) % output.height;
    const channel = Math.floor(index / output.width / output.height);
    const from = (channel * input.height + Math.floor(y / scale)) * input.width + Math.floor(x / scale);
    output.data[index] = input.data[from]!;
  }
  return output;
}

function pixelShuffle(input: Planes, scale: number): Planes {
  const output = planes(input.channels / scale ** 2, input.height * scale, input.width * scale);
  for (let index = 0; index < output.data.length; index++) {
    const x = index % output.width;
    const y = Math.floor(index / output.width) % output.height;
    const colour = Math.floor(index / output.width / output.height);
    const channel = colour * scale ** 2 + (y % scale) * scale + (x % scale);
    output.data[index] =
      input.data[(channel * input.height + Math.floor(y / scale)) * input.width + Math.floor(x / scale)]!;
  }
  return output;
}

/** PyTorch's pixel_unshuffle: colour first, then row, then column. */
function pixelUnshuffle(input: Planes, fold: number): Planes {
  const output = planes(input.channels * fold ** 2, input.height / fold, input.width / fold);
  for (let index = 0; index < output.data.length; index++) {
    const x = index % output.width;
    const y = Math.floor(index / output.width) % output.height;
    const channel = Math.floor(index / output.width / output.height);
    const colour = Math.floor(channel / fold ** 2);
    const row = Math.floor((channel % fold ** 2) / fold);
    output.data[index] =
      input.data[(colour * input.height + y * fold + row) * input.width + x * fold + (channel % fold)]!;
  }
  return output;
}

export function compactForward(weights: StateDict, input: Planes): Planes {
  const layers = [...weights.keys()]
    .flatMap((name) => /^body\.(\d+)\.bias$/.exec(name)?.[1] ?? [])
    .map(Number);
  const last = Math.max(...layers);
  let signal = input;
  for (let layer = 0; layer < last; layer += 2) {
    signal = convolve(signal, weights, `body.${layer}`);
    const slopes = weights.get(`body.${layer + 1}.weight`)!.data;
    const plane = signal.height * signal.width;
    signal = map(signal, (value, index) => (value < 0 ? value * slopes[Math.floor(index / plane)]! : value));
  }
  signal = convolve(signal, weights, `body.${last}`);
  const scale = Math.sqrt(signal.channels / 3);
  return add(pixelShuffle(signal, scale), enlarge(input, scale));
}

export function rrdbForward(weights: StateDict, input: Planes): Planes {
  const fold = Math.sqrt(weights.get('conv_first.weight')!.dims[1]! / 3);
  const first = convolve(fold === 1 ? input : pixelUnshuffle(input, fold), weights, 'conv_first');
  let trunk = first;
  for (let block = 0; weights.has(`body.${block}.rdb1.conv1.weight`); block++) {
    let signal = trunk;
    for (const part of [1, 2, 3]) {
      const name = `body.${block}.rdb${part}`;
      const seen = [signal];
      for (const step of [1, 2, 3, 4]) seen.push(leaky(convolve(join(seen), weights, `${name}.conv${step}`)));
      signal = add(convolve(join(seen), weights, `${name}.conv5`), signal, 0.2);
    }
    trunk = add(signal, trunk, 0.2);
  }
  let signal = add(first, convolve(trunk, weights, 'conv_body'));
  for (const name of ['conv_up1', 'conv_up2']) signal = leaky(convolve(enlarge(signal, 2), weights, name));
  return convolve(leaky(convolve(signal, weights, 'conv_hr')), weights, 'conv_last');
}
