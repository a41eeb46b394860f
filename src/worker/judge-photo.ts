/**
 * The first steps of a photo's life and no more: decode, find, judge. The same stages as the pipeline's, on the same
 * pixels, so that what is said of a capture is what its processing will say.
 */
import { StudioFailure } from '../contracts/failure.ts';
import type { JudgeReport, JudgeRequest } from '../contracts/judging.ts';
import type { Findings } from '../contracts/processing.ts';
import { recipeSchema } from '../contracts/recipe.ts';
import type { WarmModels } from './models/warm-models.ts';
import { openPhotograph } from './stages/decode/open-photograph.ts';
import { buildIrisFrame } from './stages/find/build-iris-frame.ts';
import { findIris } from './stages/find/find-iris.ts';
import { frameDiameter } from './stages/find/frame-diameter.ts';
import { judgeCapture } from './stages/judge/judge-capture.ts';
import { findSpeculars } from './stages/reflections/find-speculars.ts';

export interface JudgeEnvironment {
  readonly models: WarmModels;
  readonly signal: AbortSignal;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

type Learned = { -readonly [K in keyof Findings]: Findings[K] };

/** Failures are values; nothing is thrown for a photo's sake. */
export async function judgePhoto(request: JudgeRequest, environment: JudgeEnvironment): Promise<JudgeReport> {
  const { now } = environment;
  const started = now();
  const findings: Learned = {
    source: null,
    iris: null,
    pupil: null,
    confidence: null,
    eyes: null,
    quality: null,
  };
  try {
    await look(request, environment, findings);
    const rejected = findings.quality?.reasons.find(({ decision }) => decision === 'reject');
    return { findings, failure: rejected?.code ?? null, milliseconds: now() - started };
  } catch (error) {
    const failure = error instanceof StudioFailure ? error.code : 'unexpected';
    return { findings, failure, milliseconds: now() - started };
  }
}

async function look(
  { photoPath, scratchDirectory }: JudgeRequest,
  { models, signal }: JudgeEnvironment,
  findings: Learned,
): Promise<void> {
  const photograph = await openPhotograph(photoPath, { scratchDirectory });
  try {
    const { format, width, height } = photograph;
    findings.source = { format, width, height };
    const finding = await findIris(photograph, models.finder, { signal, outline: null });
    const { iris, pupil, confidence, eyes } = finding;
    Object.assign(findings, { iris, pupil, confidence, eyes });
    const largestDiameter = frameDiameter(iris, recipeSchema.parse({}));
    const frame = await buildIrisFrame(photograph, finding, { largestDiameter });
    findings.quality = judgeCapture(frame, findSpeculars(frame), {
      irisDiameter: iris.a + iris.b,
      iris,
      width,
      height,
    });
  } finally {
    await photograph.close();
  }
}
