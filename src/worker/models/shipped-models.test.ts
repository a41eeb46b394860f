/** The files that ship, held against their manifest on the engine that ships. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createOnnxRuntime } from './onnx-runtime.ts';
import { loadWarmModels } from './warm-models.ts';

const modelsDirectory = fileURLToPath(new URL('../../../models', import.meta.url));

test('every shipped model is what its manifest says and gives its known answer', async () => {
  const { models, readiness } = await loadWarmModels(
    { modelsDirectory, providers: ['cpu'], threads: 1 },
    {
      runtime: createOnnxRuntime(),
      log: () => {},
      announceProvider: async () => {},
      now: () => performance.now(),
    },
  );
  expect(readiness.verdicts).toMatchObject([{ provider: 'cpu', outcome: 'chosen' }]);
  expect(readiness.verdicts[0]?.largestError).toBeLessThan(1e-3);
  expect(models.enhancers.map(({ scale }) => scale)).toEqual([2, 4]);
  const heads = await models.finder.segment(new Float32Array(3 * 64 * 64).fill(0.5), 64);
  expect(heads.every((probability) => probability >= 0 && probability <= 1)).toBe(true);
  await models.release();
});
