/**
 * The names that RRDBNet's weights go by. The network is one, but ESRGAN (2018), BSRGAN and Real-ESRGAN each called
 * its parts otherwise, and most community weights use the oldest. All are turned into Real-ESRGAN's.
 * Source: spandrel's ESRGAN loader (MIT).
 */
import type { StateDict, WeightTensor } from './weights.ts';

/** Null when they are not RRDBNet's. */
export function withCurrentNames(weights: StateDict): StateDict | null {
  if (weights.has('conv_first.weight') && weights.has('conv_last.weight'))
    return weights.has('trunk_conv.weight') ? renamed(weights, fromBsrgan) : weights;
  if (weights.has('model.0.weight')) return fromEsrgan(weights);
  return null;
}

const dense = /^(?:RRDB_trunk|model\.1\.sub)\.(\d+)\.RDB([123])\.conv([1-5])(?:\.0)?$/;

function fromBsrgan(part: string): string {
  const block = dense.exec(part);
  if (block !== null) return `body.${block[1]}.rdb${block[2]}.conv${block[3]}`;
  const upsampling = /^upconv(\d)$/.exec(part);
  if (upsampling !== null) return `conv_up${upsampling[1]}`;
  const others: Readonly<Record<string, string>> = { trunk_conv: 'conv_body', HRconv: 'conv_hr' };
  return others[part] ?? part;
}

/**
 * The first ESRGAN was one sequence: model.0, the trunk model.1, a convolution at every third place for each
 * doubling, then two more.
 */
function fromEsrgan(weights: StateDict): StateDict {
  const places = numbersIn(weights, /^model\.(\d+)\.weight$/).filter((place) => place > 0);
  const blocks = numbersIn(weights, /^model\.1\.sub\.(\d+)\.weight$/);
  const [beforeLast, last] = places.slice(-2);
  return renamed(weights, (part) => {
    const block = dense.exec(part);
    if (block !== null) return `body.${block[1]}.rdb${block[2]}.conv${block[3]}`;
    if (part === 'model.0') return 'conv_first';
    if (part === `model.1.sub.${blocks.at(-1)}`) return 'conv_body';
    if (part === `model.${beforeLast}`) return 'conv_hr';
    if (part === `model.${last}`) return 'conv_last';
    const place = /^model\.(\d+)$/.exec(part);
    return place === null || Number(place[1]) % 3 !== 0 ? part : `conv_up${Number(place[1]) / 3}`;
  });
}

function renamed(weights: StateDict, rename: (part: string) => string): StateDict {
  const result = new Map<string, WeightTensor>();
  for (const [name, tensor] of weights) {
    const dot = name.lastIndexOf('.');
    result.set(`${rename(name.slice(0, dot))}${name.slice(dot)}`, tensor);
  }
  return result;
}

export function numbersIn(weights: StateDict, pattern: RegExp): number[] {
  const numbers = new Set<number>();
  for (const name of weights.keys()) {
    const found = pattern.exec(name);
    if (found !== null) numbers.add(Number(found[1]));
  }
  return [...numbers].sort((a, b) => a - b);
}
