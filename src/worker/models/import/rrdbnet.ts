/**
 * RRDBNet, the large network of ESRGAN and Real-ESRGAN (x4plus, x2plus, anime_6B, BSRGAN): residual blocks of
 * densely joined convolutions, then doublings. Depth, width, growth and scale are read from the shapes.
 * Source: basicsr/archs/rrdbnet_arch.py (Apache-2.0).
 */
import { GraphBuilder, type ImportedNetwork, inputName, unsupported, WeightReader } from './network.ts';
import { numbersIn } from './rrdb-names.ts';
import type { StateDict } from './weights.ts';

const leak = { alpha: { float: 0.2 } };

/**
 * @param weights by Real-ESRGAN's names (see `withCurrentNames`)
 * @throws StudioFailure 'modelUnsupported'
 */
export function rrdbNetwork(weights: StateDict): ImportedNetwork {
  const reader = new WeightReader(weights);
  const [features = 0, channels = 0] = reader.read('conv_first.weight', [null, null, 3, 3]).dims;
  const growth = weights.get('body.0.rdb1.conv1.weight')?.dims[0] ?? 0;
  const blocks = numbersIn(weights, /^body\.(\d{1,3})\.rdb1\.conv1\.weight$/).length;
  const doublings = numbersIn(weights, /^conv_up(\d)\.weight$/).length;
  // Smaller scales look at the picture folded: every 2x2 (4x4) pixels become channels.
  const fold = Math.sqrt(channels / 3);
  const scale = 2 ** doublings / fold;
  if (blocks === 0 || growth === 0 || ![1, 2, 4].includes(fold) || scale < 1)
    throw unsupported('the layers of an RRDB network do not add up', { blocks, growth, channels, doublings });

  const builder = new GraphBuilder(reader);
  const fifth = builder.weight('residual_scale', [1], Float32Array.of(0.2));
  const scaledSum = (change: string, signal: string) =>
    builder.add('Add', [builder.add('Mul', [change, fifth]), signal]);
  const convolveLeaky = (input: string, name: string, from: number, to: number) =>
    builder.add('LeakyRelu', [builder.convolve(input, name, from, to)], leak);

  const folded = fold === 1 ? inputName : builder.add('SpaceToDepth', [inputName], { blocksize: fold });
  const first = builder.convolve(folded, 'conv_first', channels, features, (kernels) =>
    forSpaceToDepth(kernels, fold),
  );
  let trunk = first;
  for (let block = 0; block < blocks; block++) {
    let signal = trunk;
    for (const part of [1, 2, 3]) {
      const name = `body.${block}.rdb${part}`;
      const seen = [signal];
      for (const step of [1, 2, 3, 4]) {
        const input = step === 1 ? signal : builder.add('Concat', seen, { axis: 1 });
        seen.push(convolveLeaky(input, `${name}.conv${step}`, features + (step - 1) * growth, growth));
      }
      const change = builder.convolve(
        builder.add('Concat', seen, { axis: 1 }),
        `${name}.conv5`,
        features + 4 * growth,
        features,
      );
      signal = scaledSum(change, signal);
    }
    trunk = scaledSum(signal, trunk);
  }
  let signal = builder.add('Add', [first, builder.convolve(trunk, 'conv_body', features, features)]);
  for (let doubling = 1; doubling <= doublings; doubling++)
    signal = convolveLeaky(builder.enlarge(signal, 2), `conv_up${doubling}`, features, features);
  signal = convolveLeaky(signal, 'conv_hr', features, features);
  return {
    architecture: `RRDBNet, ${blocks} blocks, ${features} features`,
    scale,
    halo: null,
    bytesPerPixel: 4 * Math.max(features * scale * scale, (features + 4 * growth) / fold ** 2),
    graph: builder.build(builder.convolve(signal, 'conv_last', features, 3)),
  };
}

/**
 * PyTorch's pixel_unshuffle orders folded channels by colour first, ONNX's SpaceToDepth by place first. Sorting
 * the kernels of the layer that reads them costs nothing at run time.
 *
 * @param kernels features x (3 fold²) x 3 x 3
 */
function forSpaceToDepth(kernels: Float32Array, fold: number): Float32Array {
  if (fold === 1) return kernels;
  const places = fold * fold;
  const sorted = new Float32Array(kernels.length);
  for (let from = 0; from < kernels.length; from += 9) {
    const channel = (from / 9) % (3 * places);
    const feature = (from / 9 - channel) / (3 * places);
    const colour = Math.floor(channel / places);
    const place = channel % places;
    const to = (feature * 3 * places + place * 3 + colour) * 9;
    sorted.set(kernels.subarray(from, from + 9), to);
  }
  return sorted;
}
