/** The product's own models and stages, as the worker uses them, without the worker around them. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { StudioFailure } from '../../src/contracts/failure.ts';
import type { Photograph } from '../../src/worker/imaging/photograph.ts';
import { createOnnxRuntime } from '../../src/worker/models/onnx-runtime.ts';
import { loadWarmModels, type WarmModels } from '../../src/worker/models/warm-models.ts';
import { openPhotograph } from '../../src/worker/stages/decode/open-photograph.ts';
import { type Finding, findIris } from '../../src/worker/stages/find/find-iris.ts';

const modelsDirectory = fileURLToPath(new URL('../../models', import.meta.url));

export async function loadShippedModels(): Promise<WarmModels> {
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
  return models;
}

export interface Sight {
  /** Null where the finder says that there is no iris. */
  readonly finding: Finding | null;
  /** What it thought of its best candidate. */
  readonly confidence: number;
  readonly milliseconds: number;
}

/** Opens a photograph, looks for its iris, and hands both to `use` before the photograph is closed again. */
export async function withPhotograph<Result>(
  path: string,
  scratchDirectory: string,
  use: (photograph: Photograph) => Promise<Result>,
): Promise<Result> {
  const photograph = await openPhotograph(path, { scratchDirectory });
  try {
    return await use(photograph);
  } finally {
    await photograph.close();
  }
}

export async function lookForIris(photograph: Photograph, models: WarmModels): Promise<Sight> {
  const started = performance.now();
  const sight = (finding: Finding | null, confidence: number): Sight => ({
    finding,
    confidence,
    milliseconds: performance.now() - started,
  });
  try {
    const finding = await findIris(photograph, models.finder);
    return sight(finding, finding.confidence);
  } catch (error) {
    if (!(error instanceof StudioFailure) || error.code !== 'irisNotFound') throw error;
    const { confidence } = error.details;
    return sight(null, typeof confidence === 'number' ? confidence : 0);
  }
}
