// Holds onnxruntime against PyTorch on the tile that `export_enhancer.py --check DIR` wrote.
//   node check_enhancer_export.mjs MODEL DIR

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const TOLERANCE = 1e-4;

const [model, folder] = process.argv.slice(2);
if (!model || !folder) {
  console.error('usage: check_enhancer_export.mjs MODEL DIR');
  process.exit(2);
}

const floats = (name) => {
  const bytes = readFileSync(join(folder, name));
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
};

const check = JSON.parse(readFileSync(join(folder, 'check.json'), 'utf8'));
const session = await InferenceSession.create(model);
const image = new Tensor('float32', floats('tile.f32'), check.tile);

let worst = 0;
for (const [index, strength] of check.strengths.entries()) {
  const { enhanced } = await session.run({
    image,
    strength: new Tensor('float32', [strength], [1]),
  });
  if (enhanced.dims.join() !== check.expected.join()) throw new Error(`shape ${enhanced.dims}`);
  const expected = floats(`expected-${index}.f32`);
  const difference = enhanced.data.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - expected[at])),
    0,
  );
  console.log(`strength ${strength}: largest difference ${difference.toExponential(2)}`);
  worst = Math.max(worst, Number.isFinite(difference) ? difference : Number.POSITIVE_INFINITY);
}
process.exit(worst < TOLERANCE ? 0 : 1);
