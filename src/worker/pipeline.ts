/**
 * The life of one photo inside the worker: decode, find, judge, remove reflections, enhance, finish, encode,
 * verify. One way, no way back; whatever was learned before a failure is reported with it.
 */
import { StudioFailure } from '../contracts/failure.ts';
import type { Findings, ProcessReport, ProcessRequest, Timings } from '../contracts/processing.ts';
import type { Progress, Step } from '../contracts/progress.ts';
import { type ColourImage, createMaskImage, type MaskImage } from './imaging/image.ts';
import type { Photograph } from './imaging/photograph.ts';
import { resizeColourImage } from './imaging/resize.ts';
import type { WarmEnhancer, WarmModels } from './models/warm-models.ts';
import { WorkMeter, type WorkPlan } from './progress/work-meter.ts';
import { openPhotograph } from './stages/decode/open-photograph.ts';
import { encodeMask } from './stages/encode/encode-mask.ts';
import { encodePicture } from './stages/encode/encode-picture.ts';
import { verifyPicture } from './stages/encode/verify-picture.ts';
import { countTiles, enhanceIris } from './stages/enhance/enhance.ts';
import { chooseEnlargement, type Enlargement, workingSize } from './stages/enhance/enlargement.ts';
import { buildIrisFrame } from './stages/find/build-iris-frame.ts';
import { type Finding, findIris } from './stages/find/find-iris.ts';
import { frameDiameter } from './stages/find/frame-diameter.ts';
import { visibleMaskOf } from './stages/find/visible-mask.ts';
import { composePicture } from './stages/finish/compose.ts';
import { cutMask, cutSquare, type Framing, frameIris } from './stages/finish/framing.ts';
import { type LimbusEdge, measureLimbusEdge } from './stages/finish/limbus-edge.ts';
import type { IrisFrame } from './stages/iris-frame.ts';
import { judgeCapture } from './stages/judge/judge-capture.ts';
import { completeIris } from './stages/reflections/complete-iris.ts';
import { findSpeculars } from './stages/reflections/find-speculars.ts';
import { removeReflections } from './stages/reflections/remove-reflections.ts';

export interface PipelineEnvironment {
  readonly models: WarmModels;
  readonly report: (progress: Progress) => void;
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: object) => void;
  readonly signal: AbortSignal;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

/** Processes one photo. Failures are values in the report; nothing is thrown for a photo's sake. */
export async function runPipeline(
  request: ProcessRequest,
  environment: PipelineEnvironment,
): Promise<ProcessReport> {
  const run = new PipelineRun(request, environment);
  return run.report();
}

/** What a photo is taken for until its header and its iris are known: a 12-megapixel close-up. */
const assumedPlan: WorkPlan = {
  sourceMegapixels: 12,
  frameMegapixels: 4,
  enhanceMegapixels: 3,
  pictureMegapixels: 10,
  reflections: true,
};

type Stage = Exclude<keyof Timings, 'total'>;

class PipelineRun {
  readonly #request: ProcessRequest;
  readonly #environment: PipelineEnvironment;
  readonly #meter: WorkMeter;
  readonly #timings: { -readonly [S in Stage]: number | null } = {
    decode: null,
    find: null,
    judge: null,
    reflections: null,
    enhance: null,
    finish: null,
    encode: null,
  };
  readonly #findings: { -readonly [K in keyof Findings]: Findings[K] } = {
    source: null,
    iris: null,
    pupil: null,
    confidence: null,
    eyes: null,
    quality: null,
  };
  readonly #models: Record<string, string> = {};
  /** Masks on their way to the disk. */
  readonly #writing: Promise<unknown>[] = [];
  /** The user's model, where the recipe names one. */
  #own: WarmEnhancer | null = null;

  constructor(request: ProcessRequest, environment: PipelineEnvironment) {
    this.#request = request;
    this.#environment = environment;
    this.#meter = new WorkMeter(assumedPlan, request.rates, environment.report);
  }

  async report(): Promise<ProcessReport> {
    const { now, models, log } = this.#environment;
    const started = now();
    const inferenceBefore = models.inference.milliseconds;
    const common = () => ({
      findings: this.#findings,
      timings: { ...this.#timings, total: now() - started },
      inferenceMs: models.inference.milliseconds - inferenceBefore,
      provider: models.provider,
      models: this.#models,
    });
    try {
      const picture = await this.#process();
      return { status: 'completed', picture, rates: this.#meter.learnedRates(), ...common() };
    } catch (error) {
      const failure = error instanceof StudioFailure ? error : unforeseen(error);
      const level = failure.code === 'unexpected' ? 'error' : 'debug';
      log(level, 'the pipeline stopped', {
        code: failure.code,
        stack: failure.cause instanceof Error ? failure.cause.stack : failure.stack,
      });
      return {
        status: 'failed',
        failure: { code: failure.code, details: { ...failure.details } },
        ...common(),
      };
    }
  }

  async #process() {
    await this.#loadOwnModel();
    const photograph = await this.#step('preparing', () => this.#open());
    try {
      const { finding, frame } = await this.#step('finding', () => this.#find(photograph));
      const speculars = this.#judge(photograph, frame);
      const square = await this.#step('reflections', () => this.#clean(frame, speculars));
      this.#besides(
        encodeMask(
          visibleMaskOf(finding, frame, photograph.width, photograph.height),
          this.#request.targets.visibleMask,
        ),
      );
      const enlargement = this.#enlargement(square.image.width);
      const enhanced = await this.#step('enhancing', () => this.#enhance(square, enlargement));
      const picture = await this.#step('finishing', () => this.#finish(square, enhanced));
      await this.#timed('encode', () => Promise.all(this.#writing));
      return picture;
    } finally {
      // A file still being written must not appear after the report.
      await Promise.allSettled(this.#writing);
      await photograph.close();
    }
  }

  /** First of all, so that a model that is gone costs no time. */
  async #loadOwnModel(): Promise<void> {
    const { ownModel, recipe } = this.#request;
    if (recipe.model === null || !recipe.enhance) return;
    if (ownModel?.model.id !== recipe.model)
      throw new StudioFailure('ownModelMissing', { model: recipe.model });
    this.#own = await this.#environment.models.own(ownModel);
  }

  async #open(): Promise<Photograph> {
    const { photoPath, scratchDirectory } = this.#request;
    const photograph = await this.#timed('decode', () => openPhotograph(photoPath, { scratchDirectory }));
    const { format, width, height } = photograph;
    this.#findings.source = { format, width, height };
    this.#meter.replan({ ...assumedPlan, sourceMegapixels: (width * height) / 1e6 });
    return photograph;
  }

  async #find(photograph: Photograph): Promise<{ finding: Finding; frame: IrisFrame }> {
    const { models, signal } = this.#environment;
    const { recipe } = this.#request;
    this.#models.find = models.finder.identity;
    const finding = await this.#timed('find', () =>
      findIris(photograph, models.finder, { signal, outline: recipe.outline }).catch((error) => {
        if (error instanceof StudioFailure && typeof error.details.confidence === 'number')
          this.#findings.confidence = error.details.confidence;
        throw error;
      }),
    );
    const { iris, pupil, confidence, eyes } = finding;
    Object.assign(this.#findings, { iris, pupil, confidence, eyes });
    const frame = await this.#timed('decode', () =>
      buildIrisFrame(photograph, finding, { largestDiameter: frameDiameter(iris, recipe) }),
    );
    this.#replan(photograph, frame);
    return { finding, frame };
  }

  /** @throws StudioFailure with the worst reason when the capture is not worth processing */
  #judge(photograph: Photograph, frame: IrisFrame): MaskImage {
    const { now } = this.#environment;
    const started = now();
    const { iris } = this.#findings;
    const speculars = findSpeculars(frame);
    const quality = judgeCapture(frame, speculars, {
      irisDiameter: iris!.a + iris!.b,
      iris: iris!,
      width: photograph.width,
      height: photograph.height,
    });
    this.#findings.quality = quality;
    this.#timings.judge = now() - started;
    const rejected = quality.reasons.find((reason) => reason.decision === 'reject');
    // Who drew the outlines has seen the photo and wants it.
    if (rejected !== undefined && this.#request.recipe.outline === null)
      throw new StudioFailure(rejected.code, { measure: rejected.measure });
    return speculars;
  }

  async #clean(frame: IrisFrame, speculars: MaskImage): Promise<CleanSquare> {
    const { signal } = this.#environment;
    const framing = frameIris(frame.iris);
    const cleaned = this.#request.recipe.reflections
      ? await this.#timed('reflections', () =>
          removeReflections(frame, speculars, {
            signal,
            onProgress: (share) => this.#meter.advance(share * 0.6),
          }),
        )
      : { image: frame.image, filled: createMaskImage(frame.image.width, frame.image.height) };
    const whole = await this.#timed('reflections', () =>
      completeIris(cleaned.image, frame, cleaned.filled, {
        signal,
        mayWrite: cleaned.image !== frame.image,
        onProgress: (share) => this.#meter.advance(0.6 + share * 0.4),
      }),
    );
    this.#besides(encodeMask(cutMask(whole.filled, framing), this.#request.targets.filledMask));
    return {
      image: cutSquare(whole.image, framing),
      covered: cutMask(whole.covered, framing),
      framing,
      edge: measureLimbusEdge(frame),
    };
  }

  async #enhance(square: CleanSquare, enlargement: Enlargement): Promise<ColourImage> {
    const { signal } = this.#environment;
    const { outputSize, scale } = enlargement;
    return this.#timed('enhance', async () => {
      const model = this.#enhancer(scale);
      if (model === null) return resizeColourImage(square.image, { width: outputSize, height: outputSize });
      this.#models.enhance = model.identity;
      const { size, circle } = this.#workingFraming(square.framing, outputSize);
      const source =
        size === square.image.width
          ? square.image
          : await resizeColourImage(square.image, { width: size, height: size });
      return enhanceIris(source, {
        outputSize,
        circle,
        model,
        strength: this.#request.recipe.strength,
        signal,
        onTile: (done, total) => this.#meter.advance(done / total),
      });
    });
  }

  async #finish(square: CleanSquare, enhanced: ColourImage) {
    const { recipe, targets, software } = this.#request;
    const ratio = enhanced.width / square.framing.size;
    const { cx, cy, radius } = square.framing.circle;
    const circle = { cx: cx * ratio, cy: cy * ratio, radius: radius * ratio };
    const composed = await this.#timed('finish', async () =>
      composePicture(enhanced, circle, square.edge, recipe.background, square.covered),
    );
    this.#meter.advance(0.1);
    await this.#timed('encode', () =>
      encodePicture(composed, { path: targets.picture, format: recipe.format, software, recipe }),
    );
    this.#meter.advance(0.7);
    const { byteLength, sha256 } = await this.#timed('encode', () =>
      verifyPicture(targets.picture, {
        width: composed.width,
        height: composed.height,
        channels: composed.channels,
        format: recipe.format,
        reference: square.image,
        circle: { ...circle, radius: circle.radius * square.edge.inner },
        covered: square.covered,
      }),
    );
    return { width: composed.width, height: composed.height, byteLength, sha256 };
  }

  /** Lets a file be written while the next step computes; its failure is met at the end. */
  #besides(writing: Promise<unknown>): void {
    writing.catch(() => undefined);
    this.#writing.push(writing);
  }

  /** What the enhancer is given: the square as it is, or reduced for a user's model. */
  #workingFraming({ size, circle }: Framing, outputSize: number): Pick<Framing, 'size' | 'circle'> {
    const working = this.#own === null ? size : workingSize(size, outputSize);
    const ratio = working / size;
    const { cx, cy, radius } = circle;
    return { size: working, circle: { cx: cx * ratio, cy: cy * ratio, radius: radius * ratio } };
  }

  #enlargement(sourceSize: number): Enlargement {
    return chooseEnlargement(sourceSize, this.#request.recipe, this.#own?.scale);
  }

  #enhancer(scale: 2 | 4 | null): WarmEnhancer | null {
    if (scale === null || this.#own !== null) return this.#own;
    const { enhancers } = this.#environment.models;
    return enhancers.find((enhancer) => enhancer.scale === scale) ?? enhancers[0];
  }

  /** Tells the meter what is ahead, now that the iris is known. */
  #replan(photograph: Photograph, frame: IrisFrame): void {
    const { recipe } = this.#request;
    const framing = frameIris(frame.iris);
    const { outputSize, scale } = this.#enlargement(framing.size);
    const working = this.#workingFraming(framing, outputSize);
    const model = this.#enhancer(scale);
    const tiles =
      model === null ? null : countTiles(working.size, { outputSize, circle: working.circle, model });
    this.#meter.replan({
      sourceMegapixels: (photograph.width * photograph.height) / 1e6,
      frameMegapixels: (frame.image.width * frame.image.height) / 1e6,
      enhanceMegapixels: tiles?.megapixels ?? 0,
      pictureMegapixels: (outputSize * outputSize) / 1e6,
      reflections: recipe.reflections,
    });
  }

  async #step<Result>(step: Step, work: () => Promise<Result>): Promise<Result> {
    if (this.#environment.signal.aborted) throw new StudioFailure('cancelled');
    const { now } = this.#environment;
    const started = now();
    this.#meter.begin(step);
    const result = await work();
    this.#meter.advance(1);
    this.#meter.end(step, now() - started);
    return result;
  }

  async #timed<Result>(stage: Stage, work: () => Promise<Result>): Promise<Result> {
    const { now } = this.#environment;
    const started = now();
    try {
      return await work();
    } finally {
      this.#timings[stage] = (this.#timings[stage] ?? 0) + (now() - started);
    }
  }
}

interface CleanSquare {
  readonly image: ColourImage;
  /** What lids still cover and nothing could be filled in for. */
  readonly covered: MaskImage;
  readonly framing: Framing;
  readonly edge: LimbusEdge;
}

/** An error nobody foresaw; memory that ran out is told apart because trying again may help. */
function unforeseen(error: unknown): StudioFailure {
  const outOfMemory = error instanceof RangeError && /alloc|array length|buffer/i.test(error.message);
  return new StudioFailure(outOfMemory ? 'memoryShort' : 'unexpected', {}, { cause: error });
}
