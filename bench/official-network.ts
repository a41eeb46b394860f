/**
 * A network of the size and shape of the official x4 compact weights (SRVGGNetCompact: 64 features, 32 body
 * convolutions, 1,213,296 parameters), with random weights: time does not depend on what it has learned.
 */
import { type OnnxNode, writeOnnx } from '../src/worker/models/minimal-onnx.ts';

export const officialHalo = 34;
export const officialScale = 4;

export function writeOfficialNetwork(features = 64, bodyConvolutions = 32): Uint8Array {
  const weights: Record<string, { dims: number[]; data: Float32Array }> = {};
  const nodes: OnnxNode[] = [];
  let state = 1;
  const random = (count: number, spread: number) =>
    Float32Array.from({ length: count }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return (state / 2 ** 32 - 0.5) * spread;
    });
  let current = 'image';
  const convolve = (name: string, from: number, to: number) => {
    weights[`${name}.w`] = { dims: [to, from, 3, 3], data: random(to * from * 9, 0.6 / Math.sqrt(from)) };
    weights[`${name}.b`] = { dims: [to], data: random(to, 0.01) };
    nodes.push({
      operator: 'Conv',
      inputs: [current, `${name}.w`, `${name}.b`],
      output: name,
      attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1] },
    });
    current = name;
  };
  const bend = (name: string, channels: number) => {
    weights[`${name}.s`] = { dims: [channels, 1, 1], data: random(channels, 0.4) };
    nodes.push({ operator: 'PRelu', inputs: [current, `${name}.s`], output: name });
    current = name;
  };
  convolve('first', 3, features);
  bend('first.prelu', features);
  for (let index = 0; index < bodyConvolutions; index++) {
    convolve(`body${index}`, features, features);
    bend(`body${index}.prelu`, features);
  }
  convolve('last', features, 3 * officialScale * officialScale);
  nodes.push({
    operator: 'DepthToSpace',
    inputs: [current],
    output: 'shuffled',
    attributes: { blocksize: officialScale, mode: 'CRD' },
  });
  weights.scales = { dims: [4], data: Float32Array.from([1, 1, officialScale, officialScale]) };
  nodes.push({
    operator: 'Resize',
    inputs: ['image', '', 'scales'],
    output: 'enlarged',
    attributes: { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
  });
  nodes.push({ operator: 'Add', inputs: ['shuffled', 'enlarged'], output: 'enhanced' });
  return writeOnnx({
    inputs: { image: [1, 3, 'height', 'width'] },
    outputs: { enhanced: [1, 3, 'outputHeight', 'outputWidth'] },
    nodes,
    weights,
  });
}
