/**
 * A segmentation network is tried before it is offered: it has to answer a drawing with numbers that its description
 * can read, and then find the iris of at least one rendered photograph, by the very steps that find it in a
 * customer's.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StudioFailure } from '../../../contracts/failure.ts';
import { ellipseSchema } from '../../../contracts/geometry.ts';
import type { ImportedFinder } from '../../../contracts/own-model.ts';
import type { Segmentation, SegmentationDescription } from '../../../contracts/segmentation.ts';
import { ellipseOverlap } from '../../imaging/ellipse-geometry.ts';
import { openPhotograph } from '../../stages/decode/open-photograph.ts';
import { findIris } from '../../stages/find/find-iris.ts';
import { drawQuestion } from '../known-answer.ts';
import type { KnownAnswer } from '../manifest.ts';
import type { FinderModel } from '../ports.ts';
import type { InferenceSession, Tensor } from '../runtime.ts';
import { prepareInput } from '../segmentation/prepare-input.ts';
import { type RunSegmentation, segmentationFinder } from '../segmentation/segmentation-finder.ts';
import { fitInput, fitOutput } from './fit-description.ts';
import type { ProbeEnvironment } from './probe-model.ts';
import { ringsQuestion } from './probe-pictures.ts';
import { descriptionWrong } from './read-description.ts';

/** Where the network takes any size: the one that the whole photograph is looked at in. */
const freeSize = 256;
/** A photo is looked at five times, and the worker counts as hung after a minute in one of them. */
const longestPassMs = 20_000;
/** Outlines that overlap the true one less than this are no find. */
const leastOverlap = 0.7;
/** What activation "none" promises to stay within, but for rounding. */
const probabilitySlack = 0.02;

const samplesSchema = z
  .array(z.object({ file: z.string().regex(/^[\w-]+\.jpg$/), iris: ellipseSchema }))
  .min(1);

export interface FinderSamples {
  /** The folder of rendered photographs, with the truth in samples.json. */
  readonly directory: string;
  readonly scratch: string;
}

export type FinderProbe = Pick<ImportedFinder, 'input' | 'output' | 'segmentation' | 'knownAnswer' | 'tried'>;

/**
 * @throws StudioFailure 'modelDescriptionWrong', 'modelUnsupported', 'modelWrongResult', 'modelFindsNothing'
 */
export async function probeFinder(
  session: InferenceSession,
  description: SegmentationDescription,
  { threads, computingMs }: Pick<ProbeEnvironment, 'threads' | 'computingMs'>,
  samples: FinderSamples,
): Promise<FinderProbe> {
  const { input, output, segmentationInput } = fitInput(session, description);
  const size = segmentationInput.size ?? { height: freeSize, width: freeSize };
  const run = runner(session, input, output);

  const question = {
    ...ringsQuestion(Math.min(size.height, size.width)),
    shape: [1, 3, size.height, size.width] as [1, 3, number, number],
  };
  const started = computingMs();
  const drawing = prepareInput(drawQuestion(question), size, { input: segmentationInput });
  const answer = await run(drawing, size.height, size.width);
  const passMs = (computingMs() - started) / threads;
  if (passMs > longestPassMs)
    throw new StudioFailure('modelUnsupported', { reason: 'it takes too long', passMs });
  const { name: _name, ...describedOutput } = description.output;
  const segmentation: Segmentation = {
    input: segmentationInput,
    output: { ...describedOutput, channels: fitOutput(answer.dims, size, description) },
    classes: description.classes,
  };
  requireProbabilities(answer, segmentation);
  return {
    input: { name: input },
    output: { name: output },
    segmentation,
    knownAnswer: knownAnswerOf(question, answer),
    tried: await tryOnSamples(segmentationFinder(segmentation, run), samples, () =>
      hintFor(answer, segmentation),
    ),
  };
}

function runner(session: InferenceSession, input: string, output: string): RunSegmentation {
  return async (picture) => {
    const answer = await session.run({ [input]: picture }, output).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new StudioFailure('modelUnsupported', { reason: reason.slice(0, 500) }, { cause: error });
    });
    if (!answer.data.every(Number.isFinite))
      throw new StudioFailure('modelWrongResult', { reason: 'values are not finite' });
    return answer;
  };
}

function requireProbabilities({ data }: Tensor, { output }: Segmentation): void {
  if (output.activation !== 'none') return;
  const [low, high] = rangeOf(data);
  if (low < -probabilitySlack || high > 1 + probabilitySlack)
    throw descriptionWrong(
      `output.activation: none, but the values go from ${low.toPrecision(3)} to ${high.toPrecision(3)}`,
    );
}

/** The commonest mistake is activating twice: then nothing is ever sure. */
function hintFor({ data }: Tensor, { output }: Segmentation): string | undefined {
  const [low, high] = rangeOf(data);
  if (output.activation === 'none' || low < 0 || high > 1) return undefined;
  return 'output.activation: the values lie between 0 and 1 already; perhaps it is none';
}

function rangeOf(data: Float32Array): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** Graphics cards round otherwise, in proportion to what they add up. */
function knownAnswerOf(question: KnownAnswer['input'], { data, dims }: Tensor): KnownAnswer {
  const samples = Array.from({ length: 12 }, (_, index) => {
    const at = Math.floor(((index + 0.37) / 12) * data.length);
    return { index: at, value: data[at] as number };
  });
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  const [low, high] = rangeOf(data);
  const tolerance = 2e-3 * Math.max(1, Math.abs(low), Math.abs(high));
  return { input: question, output: { shape: [...dims], mean, samples }, tolerance };
}

async function tryOnSamples(
  finder: FinderModel,
  { directory, scratch }: FinderSamples,
  hint: () => string | undefined,
): Promise<ImportedFinder['tried']> {
  const eyes = samplesSchema.parse(JSON.parse(await readFile(join(directory, 'samples.json'), 'utf8')));
  const overlaps: number[] = [];
  for (const { file, iris } of eyes) {
    const photograph = await openPhotograph(join(directory, file), { scratchDirectory: scratch });
    try {
      const found = await findIris(photograph, finder);
      overlaps.push(ellipseOverlap(found.iris, iris));
    } catch (error) {
      if (!(error instanceof StudioFailure && error.code === 'irisNotFound')) throw error;
      overlaps.push(0);
    } finally {
      await photograph.close();
    }
  }
  const finds = overlaps.filter((overlap) => overlap >= leastOverlap);
  if (finds.length === 0)
    throw new StudioFailure('modelFindsNothing', { overlaps, ...(hint() && { reason: hint() }) });
  const overlap = finds.reduce((sum, value) => sum + value, 0) / finds.length;
  return { eyes: eyes.length, found: finds.length, overlap };
}
