/** Both architectures with a handful of features, filled so that what goes in roughly comes out. */
import type { StateDict, WeightTensor } from '../weights.ts';

/** mulberry32 */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

class WeightMaker {
  readonly weights = new Map<string, WeightTensor>();
  readonly #random: () => number;
  readonly #amount: number;

  constructor(seed: number, amount: number) {
    this.#random = randomNumbers(seed);
    this.#amount = amount;
  }

  /** @param passes input channel to output channel that goes through unchanged */
  convolution(
    name: string,
    from: number,
    to: number,
    passes: readonly (readonly [number, number])[] = [],
  ): void {
    const data = Float32Array.from({ length: to * from * 9 }, () => (this.#random() - 0.5) * this.#amount);
    for (const [input, output] of passes) data[(output * from + input) * 9 + 4]! += 1;
    this.weights.set(`${name}.weight`, { dims: [to, from, 3, 3], data });
    const bias = Float32Array.from({ length: to }, () => (this.#random() - 0.5) * this.#amount);
    this.weights.set(`${name}.bias`, { dims: [to], data: bias });
  }

  slopes(name: string, count: number): void {
    this.weights.set(`${name}.weight`, {
      dims: [count],
      data: Float32Array.from({ length: count }, () => this.#random()),
    });
  }
}

export interface TinyCompact {
  readonly scale: number;
  readonly body?: number;
  readonly features?: number;
  readonly amount?: number;
  readonly seed?: number;
}

export function tinyCompact({
  scale,
  body = 2,
  features = 6,
  amount = 0.1,
  seed = 1,
}: TinyCompact): StateDict {
  const maker = new WeightMaker(seed, amount);
  for (let layer = 0; layer <= body; layer++) {
    maker.convolution(`body.${2 * layer}`, layer === 0 ? 3 : features, features);
    maker.slopes(`body.${2 * layer + 1}`, features);
  }
  maker.convolution(`body.${2 * body + 2}`, features, 3 * scale * scale);
  return maker.weights;
}

export interface TinyRrdb {
  readonly scale: 2 | 4;
  readonly blocks?: number;
  readonly features?: number;
  readonly growth?: number;
  readonly amount?: number;
}

/** By Real-ESRGAN's names. The scale 2 folds the picture first, as x2plus does, and carries its mean. */
export function tinyRrdb({
  scale,
  blocks = 2,
  features = 5,
  growth = 3,
  amount = 0.08,
}: TinyRrdb): StateDict {
  const maker = new WeightMaker(2, amount);
  const places = (4 / scale) ** 2;
  const rgb = [0, 1, 2] as const;
  maker.convolution(
    'conv_first',
    3 * places,
    features,
    rgb.map((colour) => [colour * places, colour]),
  );
  for (let block = 0; block < blocks; block++)
    for (const part of [1, 2, 3]) {
      for (const step of [1, 2, 3, 4])
        maker.convolution(`body.${block}.rdb${part}.conv${step}`, features + (step - 1) * growth, growth);
      maker.convolution(`body.${block}.rdb${part}.conv5`, features + 4 * growth, features);
    }
  maker.convolution('conv_body', features, features);
  const through = rgb.map((colour) => [colour, colour] as const);
  for (const name of ['conv_up1', 'conv_up2', 'conv_hr'])
    maker.convolution(name, features, features, through);
  maker.convolution('conv_last', features, 3, through);
  return maker.weights;
}

/** The same network by the names of the first ESRGAN. */
export function withEsrganNames(weights: StateDict, blocks = 2): StateDict {
  const names: Readonly<Record<string, string>> = {
    conv_first: 'model.0',
    conv_body: `model.1.sub.${blocks}`,
    conv_up1: 'model.3',
    conv_up2: 'model.6',
    conv_hr: 'model.8',
    conv_last: 'model.10',
  };
  return rename(weights, (part) =>
    part
      .replace(/^body\.(\d)\.rdb(\d)\.conv(\d)$/, 'model.1.sub.$1.RDB$2.conv$3.0')
      .replace(/^conv_.*/, (name) => names[name] ?? name),
  );
}

export function withBsrganNames(weights: StateDict): StateDict {
  const names: Readonly<Record<string, string>> = {
    conv_body: 'trunk_conv',
    conv_up1: 'upconv1',
    conv_up2: 'upconv2',
    conv_hr: 'HRconv',
  };
  return rename(weights, (part) =>
    part
      .replace(/^body\.(\d)\.rdb(\d)\.conv(\d)$/, 'RRDB_trunk.$1.RDB$2.conv$3')
      .replace(/^conv_.*/, (name) => names[name] ?? name),
  );
}

function rename(weights: StateDict, change: (part: string) => string): StateDict {
  return new Map(
    [...weights].map(([name, tensor]) => {
      const dot = name.lastIndexOf('.');
      return [`${change(name.slice(0, dot))}${name.slice(dot)}`, tensor];
    }),
  );
}
