/** Segmentation models as users bring them, with a description beside them or given, tried on one rendered eye. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { encodeFixture, renderFixture } from '../../../../../models/rendered-eyes/fixtures.ts';
import { createOnnxRuntime } from '../../onnx-runtime.ts';
import { sigmoidRows, softmaxRows, tinySegmenter } from '../../testing/tiny-segmenters.ts';
import { importModel } from '../import-model.ts';

export interface BroughtBeside {
  /** What the file beside the model says: text, or an object that is written as JSON. */
  readonly beside?: unknown;
  /** The description that is given with the model. */
  readonly given?: string | null;
  readonly computingMs?: () => number;
}

/** For the tests of the file that calls it: a directory for each, and one eye for all of them. */
export function broughtFinders(): BroughtFinders {
  const here = new BroughtFinders();
  beforeAll(() => here.drawSamples());
  afterAll(() => here.removeSamples());
  beforeEach(async () => {
    here.directory = await mkdtemp(join(tmpdir(), 'import-finder-'));
  });
  afterEach(() => rm(here.directory, { recursive: true }));
  return here;
}

export class BroughtFinders {
  directory!: string;
  #samplesParent!: string;
  #samples!: string;
  readonly #runtime = createOnnxRuntime();

  async drawSamples(): Promise<void> {
    this.#samplesParent = await mkdtemp(join(tmpdir(), 'finder-samples-'));
    this.#samples = join(this.#samplesParent, 'samples');
    await mkdir(this.#samples);
    const centre = { x: 320, y: 250 };
    const eye = renderFixture({
      seed: 5,
      irisDiameter: 240,
      centre,
      palette: 'green',
      squint: 0.3,
      catchlights: ['softbox'],
    });
    await writeFile(join(this.#samples, 'eye.jpg'), await encodeFixture(eye, 'jpeg'));
    const iris = { cx: centre.x, cy: centre.y, a: 120, b: 120, angle: 0 };
    await writeFile(join(this.#samples, 'samples.json'), JSON.stringify([{ file: 'eye.jpg', iris }]));
  }

  removeSamples(): Promise<void> {
    return rm(this.#samplesParent, { recursive: true });
  }

  async bring(file: Uint8Array, { beside, given = null, computingMs = () => 0 }: BroughtBeside = {}) {
    const path = join(this.directory, 'my-model.onnx');
    await writeFile(path, file);
    if (beside !== undefined)
      await writeFile(
        join(this.directory, 'my-model.json'),
        typeof beside === 'string' ? beside : JSON.stringify(beside),
      );
    const target = join(this.directory, 'target.part');
    const request = { path, blend: null, description: given, samples: this.#samples, target, threads: 1 };
    const model = await importModel(request, { runtime: this.#runtime, computingMs });
    if (model.role !== 'find') throw new Error('it was taken for an enhancer');
    return model;
  }
}

export const softmax = {
  kind: 'segmentation',
  input: {},
  output: { activation: 'softmax' },
  classes: { sclera: 1, visibleIris: 2, visiblePupil: 3 },
} as const;
export const ofSoftmax = (options = {}) => tinySegmenter({ rows: softmaxRows, ...options });

export const sigmoid = {
  kind: 'segmentation',
  licence: 'CC-BY-4.0',
  input: { layout: 'NHWC', colours: 'bgr', scale: 255, mean: [103.5, 116.3, 123.7], std: 58 },
  output: { layout: 'NHWC', activation: 'sigmoid' },
  classes: { visibleIris: 0, visiblePupil: 1 },
} as const;
export const ofSigmoid = tinySegmenter({
  rows: sigmoidRows.map(([red, green, blue, rest]) => [blue, green, red, rest]),
  inputLayout: 'NHWC',
  outputLayout: 'NHWC',
  size: { height: 192, width: 256 },
  scale: 255,
  mean: [103.5, 116.3, 123.7],
  std: [58, 58, 58],
});
