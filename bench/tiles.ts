/** Whether tiles can be told from the whole, with the models that ship. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createColourImage } from '../src/worker/imaging/image.ts';
import { createOnnxRuntime } from '../src/worker/models/onnx-runtime.ts';
import { loadWarmModels } from '../src/worker/models/warm-models.ts';
import { enhanceIris } from '../src/worker/stages/enhance/enhance.ts';
import type { Figure } from './figure.ts';

const modelsDirectory = fileURLToPath(new URL('../models', import.meta.url));

export async function benchTiles(): Promise<Figure[]> {
  const { models } = await loadWarmModels(
    { modelsDirectory, providers: ['cpu'], threads: null },
    {
      runtime: createOnnxRuntime(),
      readFile: (path: string) => readFile(path),
      now: () => performance.now(),
      log: () => {},
      announceProvider: async () => {},
    },
  );
  const size = 300;
  const source = createColourImage(size, size);
  for (let index = 0; index < source.data.length; index++)
    source.data[index] = 15000 + ((index * 7919) % 20011) + 9000 * Math.sin(index / 53);
  const figures: Figure[] = [];
  for (const model of models.enhancers) {
    const options = {
      outputSize: size * model.scale,
      circle: { cx: size / 2, cy: size / 2, radius: size },
      model,
      strength: 1,
    };
    const tiled = await enhanceIris(source, { ...options, tileSize: 128 });
    const untiled = await enhanceIris(source, { ...options, tileSize: 384 });
    let largest = 0;
    for (let index = 0; index < tiled.data.length; index++)
      largest = Math.max(largest, Math.abs(tiled.data[index]! - untiled.data[index]!) / 257);
    figures.push({
      name: `tiled against untiled, x${model.scale}`,
      value: largest,
      unit: '/255',
      aim: 'below 0.5',
      met: largest < 0.5,
      how: `largest difference over ${size * model.scale}² pixels, tiles of 128 against one`,
    });
  }
  await models.release();
  return figures;
}
