/**
 * SRVGGNetCompact, the small network of Real-ESRGAN (realesr-general-x4v3, its wdn twin, realesr-animevideov3):
 * convolutions and PReLUs in a row, a pixel shuffle, and the enlarged input added. Depth, width and scale are read
 * from the shapes. Source: realesrgan/archs/srvgg_arch.py (BSD-3-Clause).
 */
import { GraphBuilder, type ImportedNetwork, inputName, unsupported, WeightReader } from './network.ts';
import type { StateDict } from './weights.ts';

export const isCompact = (weights: StateDict) => weights.has('body.0.weight') && weights.has('body.1.weight');

/** @throws StudioFailure 'modelUnsupported' */
export function compactNetwork(weights: StateDict): ImportedNetwork {
  const reader = new WeightReader(weights);
  const features = weights.get('body.0.weight')?.dims[0] ?? 0;
  const last = lastLayer(weights);
  const scale = Math.sqrt((weights.get(`body.${last}.bias`)?.dims[0] ?? 0) / 3);
  if (last < 2 || last % 2 !== 0 || !Number.isInteger(scale) || scale < 1)
    throw unsupported('the layers of a Compact network do not add up', { last, features, scale });

  const builder = new GraphBuilder(reader);
  let signal = inputName;
  for (let layer = 0; layer < last; layer += 2) {
    signal = builder.convolve(signal, `body.${layer}`, layer === 0 ? 3 : features, features);
    const name = `body.${layer + 1}.weight`;
    const slopes = reader.read(name, [null]);
    if (slopes.data.length !== features && slopes.data.length !== 1)
      throw unsupported(`${name} does not fit`);
    const slope = builder.weight(name, [slopes.data.length, 1, 1], slopes.data);
    signal = builder.add('PRelu', [signal, slope]);
  }
  signal = builder.convolve(signal, `body.${last}`, features, 3 * scale * scale);
  if (scale > 1) signal = builder.add('DepthToSpace', [signal], { blocksize: scale, mode: 'CRD' });
  const base = scale > 1 ? builder.enlarge(inputName, scale) : inputName;
  const body = (last - 2) / 2;
  return {
    architecture: `SRVGGNetCompact, ${body} body convolutions, ${features} features`,
    scale,
    halo: body + 2,
    bytesPerPixel: 4 * Math.max(features, 3 * scale * scale),
    graph: builder.build(builder.add('Add', [signal, base])),
  };
}

function lastLayer(weights: StateDict): number {
  let last = -1;
  for (const name of weights.keys()) {
    const layer = /^body\.(\d{1,4})\.weight$/.exec(name);
    if (layer !== null) last = Math.max(last, Number(layer[1]));
  }
  return last;
}
