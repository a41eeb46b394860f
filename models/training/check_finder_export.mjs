// Asks onnxruntime the known answer in the manifest, and that every size the product uses comes out whole.
//   node check_finder_export.mjs [MANIFEST]

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const manifestPath = process.argv[2] ?? join(import.meta.dirname, '..', 'manifest.json');
const { models } = JSON.parse(readFileSync(manifestPath, 'utf8'));
const entry = models.find((model) => model.id === 'iris-finder');
const session = await InferenceSession.create(join(dirname(manifestPath), entry.file));

const drawRings = ({ shape, rings, outside }) => {
  const side = shape[3];
  const values = new Float32Array(3 * side * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const distance = (2 * x + 1 - side) ** 2 + (2 * y + 1 - side) ** 2;
      const colour = rings.find(({ radius }) => distance < (2 * radius) ** 2)?.rgb ?? outside;
      for (let channel = 0; channel < 3; channel++) {
        values[(channel * side + y) * side + x] = colour[channel];
      }
    }
  }
  return new Tensor('float32', values, shape);
};

const run = async (tensor) => (await session.run({ [entry.input.name]: tensor }))[entry.output.name];

const { input, output, tolerance } = entry.knownAnswer;
const answer = await run(drawRings(input));
const mean = answer.data.reduce((sum, value) => sum + value, 0) / answer.data.length;
const differences = output.samples.map(({ index, value }) => Math.abs(answer.data[index] - value));
const worst = Math.max(Math.abs(mean - output.mean), ...differences);
console.log(`known answer: largest difference ${worst.toExponential(2)}`);

for (const [height, width] of [
  [128, 128],
  [192, 192],
  [256, 256],
  [96, 160],
]) {
  const tensor = new Tensor('float32', new Float32Array(3 * height * width).fill(0.5), [1, 3, height, width]);
  await run(tensor);
  const times = [];
  let result;
  for (let round = 0; round < 9; round++) {
    const started = performance.now();
    result = await run(tensor);
    times.push(performance.now() - started);
  }
  if (result.dims.join() !== [1, 5, height, width].join()) throw new Error(`shape ${result.dims}`);
  console.log(`${height}×${width}: ${times.sort((a, b) => a - b)[4].toFixed(1)} ms`);
}
process.exit(worst < tolerance ? 0 : 1);
