/**
 * The life of one photo inside the worker: decode, find, judge, remove reflections, enhance, finish, encode,
 * verify. One way, no way back; whatever was learned before a failure is reported with it.
 */
import { StudioFailure } from '../contracts/failure.ts';
import type { OwnModelSource } from '../contracts/own-model.ts';
import type { Findings, ProcessReport, ProcessRequest } from '../contracts/processing.ts';
import type { Progress, Step } from '../contracts/progress.ts';
import { cleanIris, type Mirrored } from './cleaning.ts';
import { Enlarging } from './enlarging.ts';
import type { CleanSquare } from './finishing.ts';
import type { MaskImage } from './imaging/image.ts';
import { either } from './imaging/morphology.ts';
import type { Photograph } from './imaging/photograph.ts';
import type { WarmEnhancer, WarmFinder, WarmModels } from './models/warm-models.ts';
import { WorkMeter, type WorkPlan } from './progress/work-meter.ts';
import type { FinishedPicture, SecondThreadApi } from './second-thread/contract.ts';
import { PictureMaker } from './second-thread/picture-maker.ts';
import { StageClock } from './stage-clock.ts';
import { openPhotograph } from './stages/decode/open-photograph.ts';
import { encodeMask } from './stages/encode/encode-mask.ts';
import { buildIrisFrame } from './stages/find/build-iris-frame.ts';
import { findIris } from './stages/find/find-iris.ts';
import { frameDiameter } from './stages/find/frame-diameter.ts';
import { type SeenIris, visibleMaskOf } from './stages/find/visible-mask.ts';
import { type Framing, frameIris } from './stages/finish/framing.ts';
import type { IrisFrame } from './stages/iris-frame.ts';
import { reduceForJudging } from './stages/judge/judged-eye.ts';
import { findSpeculars } from './stages/reflections/find-speculars.ts';
import { subtractVeils } from './stages/veils/subtract-veils.ts';
import { unforeseen } from './unforeseen.ts';

export interface PipelineEnvironment {
  readonly models: WarmModels;
  readonly report: (progress: Progress) => void;
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: object) => void;
  readonly signal: AbortSignal;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

export interface TwoThreads extends PipelineEnvironment {
  /** Does what need not wait for the networks. */
  readonly second: SecondThreadApi;
}

/** Processes one photo. Failures are values in the report; nothing is thrown for a photo's sake. */
export async function runPipeline(request: ProcessRequest, environment: TwoThreads): Promise<ProcessReport> {
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

class PipelineRun {
  readonly #request: ProcessRequest;
  readonly #environment: TwoThreads;
  readonly #meter: WorkMeter;
  readonly #clock: StageClock;
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
  /** The user's models, where the recipe names any. */
  #own: WarmEnhancer | null = null;
  #ownFinder: WarmFinder | null = null;

  constructor(request: ProcessRequest, environment: TwoThreads) {
    this.#request = request;
    this.#environment = environment;
    this.#clock = new StageClock(environment.now);
    this.#meter = new WorkMeter(assumedPlan, request.rates, environment.report);
  }

  async report(): Promise<ProcessReport> {
    const { now, models, log } = this.#environment;
    const started = now();
    const inferenceBefore = models.inference.milliseconds;
    const common = () => ({
      findings: this.#findings,
      timings: { ...this.#clock.timings, total: now() - started },
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
    await this.#loadOwnModels();
    const photograph = await this.#step('preparing', () => this.#open());
    try {
      const { seen, frame } = await this.#step('finding', () => this.#find(photograph));
      const square = await this.#judgeAndClean(photograph, frame);
      this.#besides(
        encodeMask(
          visibleMaskOf(seen, frame, photograph.width, photograph.height),
          this.#request.targets.visibleMask,
        ),
      );
      const picture = await this.#make(square);
      await this.#clock.wait('encode', () => Promise.all(this.#writing));
      return picture;
    } finally {
      // A file still being written must not appear after the report.
      await Promise.allSettled(this.#writing);
      await photograph.close();
    }
  }

  /** First of all, so that a model that is gone costs no time. */
  async #loadOwnModels(): Promise<void> {
    const { ownModel, ownFinder, recipe } = this.#request;
    const { models } = this.#environment;
    if (recipe.finder !== null) this.#ownFinder = await models.ownFinder(named(recipe.finder, ownFinder));
    if (recipe.model !== null && recipe.enhance) this.#own = await models.own(named(recipe.model, ownModel));
  }

  async #open(): Promise<Photograph> {
    const { photoPath, scratchDirectory } = this.#request;
    const photograph = await this.#clock.wait('decode', () =>
      openPhotograph(photoPath, { scratchDirectory }),
    );
    const { format, width, height } = photograph;
    this.#findings.source = { format, width, height };
    this.#meter.replan({ ...assumedPlan, sourceMegapixels: (width * height) / 1e6 });
    return photograph;
  }

  async #find(photograph: Photograph): Promise<{ seen: SeenIris; frame: IrisFrame }> {
    const { models, signal } = this.#environment;
    const { recipe } = this.#request;
    const finder = this.#ownFinder ?? models.finder;
    this.#models.find = finder.identity;
    const finding = await this.#clock.wait('find', () =>
      findIris(photograph, finder, { signal, outline: recipe.outline }).catch((error) => {
        if (error instanceof StudioFailure && typeof error.details.confidence === 'number')
          this.#findings.confidence = error.details.confidence;
        throw error;
      }),
    );
    const { iris, pupil, confidence, eyes } = finding;
    Object.assign(this.#findings, { iris, pupil, confidence, eyes });
    const frame = await this.#clock.wait('decode', () =>
      buildIrisFrame(photograph, finding, { largestDiameter: frameDiameter(iris, recipe) }),
    );
    this.#replan(photograph, frame);
    // The pixels that were read for finding are in the frame, and not held any longer.
    return { seen: { iris, pupil, maps: finding.maps }, frame };
  }

  /**
   * Judges beside the cleaning, which nearly every capture deserves, and stops it where one does not.
   *
   * @throws StudioFailure with the worst reason when the capture is not worth processing
   */
  async #judgeAndClean(photograph: Photograph, frame: IrisFrame): Promise<CleanSquare> {
    const rejection = new AbortController();
    const signal = AbortSignal.any([this.#environment.signal, rejection.signal]);
    return this.#step('reflections', async () => {
      const veils = this.#request.recipe.reflections
        ? // Before anything is looked for: a veil over the pupil passes for a light there.
          await this.#clock.wait('reflections', () => subtractVeils(frame, { signal, mayWrite: true }))
        : null;
      const found = this.#clock.run('judge', () => findSpeculars(frame));
      const speculars = either(found, veils?.hidden ?? null);
      const judged = this.#judge(photograph, frame, speculars).catch((error: unknown) => {
        rejection.abort();
        throw error;
      });
      judged.catch(() => undefined);
      try {
        const square = await this.#clock.wait('reflections', () =>
          this.#clean(frame, { speculars, lifted: veils?.lifted ?? null }, signal),
        );
        await this.#clock.wait('judge', () => judged);
        return square;
      } catch (error) {
        // What stopped the cleaning, where that did; then the rejection is the reason.
        await judged;
        throw error;
      }
    });
  }

  async #judge(photograph: Photograph, frame: IrisFrame, speculars: MaskImage): Promise<void> {
    // The frame is written to from here on; what is judged is a copy of it.
    const eye = this.#clock.run('judge', () => reduceForJudging(frame, speculars));
    const iris = this.#findings.iris!;
    const { width, height } = photograph;
    const quality = await this.#environment.second.judge(eye, {
      iris: frame.iris,
      pupil: frame.pupil,
      source: { irisDiameter: iris.a + iris.b, iris, width, height },
    });
    this.#findings.quality = quality;
    const rejected = quality.reasons.find((reason) => reason.decision === 'reject');
    // Who drew the outlines has seen the photo and wants it.
    if (rejected !== undefined && this.#request.recipe.outline === null)
      throw new StudioFailure(rejected.code, { measure: rejected.measure });
  }

  async #clean(frame: IrisFrame, mirrored: Mirrored, signal: AbortSignal): Promise<CleanSquare> {
    const { square, filled } = await cleanIris(frame, mirrored, {
      reflections: this.#request.recipe.reflections,
      signal,
      onProgress: (share) => this.#meter.advance(share),
    });
    this.#besides(encodeMask(filled, this.#request.targets.filledMask));
    return square;
  }

  /** Enhances the iris; the second thread puts its tiles together, finishes and packs them meanwhile. */
  async #make(square: CleanSquare): Promise<FinishedPicture> {
    const { recipe, targets, software } = this.#request;
    const { second, signal } = this.#environment;
    const clock = this.#clock;
    const enlarging = this.#enlarging(square.framing);
    const tiles = await clock.wait('enhance', () => enlarging.tiles(square.image));
    const source = tiles === null || tiles.source === square.image ? null : tiles.source;
    const maker = new PictureMaker(second, {
      square,
      tiles: tiles && { source, grid: tiles.grid },
      recipe,
      path: targets.picture,
      software,
    });
    try {
      const whole = await this.#step('enhancing', () =>
        clock.wait('enhance', async () => {
          if (tiles === null) return enlarging.resampled(square.image);
          if (enlarging.model !== null) this.#models.enhance = enlarging.model.identity;
          await tiles.run(maker, { signal, onTile: (done, total) => this.#meter.advance(done / total) });
          return null;
        }),
      );
      return await this.#step('finishing', async () => {
        await clock.wait('finish', () => maker.settled());
        return clock.wait('encode', () => maker.finish(whole));
      });
    } finally {
      maker.discard();
    }
  }

  #enlarging(framing: Framing): Enlarging {
    return new Enlarging(framing, this.#request.recipe, this.#environment.models, this.#own);
  }

  /** Lets a file be written while the next step computes; its failure is met at the end. */
  #besides(writing: Promise<unknown>): void {
    writing.catch(() => undefined);
    this.#writing.push(writing);
  }

  /** Tells the meter what is ahead, now that the iris is known. */
  #replan(photograph: Photograph, frame: IrisFrame): void {
    const { outputSize, megapixels } = this.#enlarging(frameIris(frame.iris));
    this.#meter.replan({
      sourceMegapixels: (photograph.width * photograph.height) / 1e6,
      frameMegapixels: (frame.image.width * frame.image.height) / 1e6,
      enhanceMegapixels: megapixels,
      pictureMegapixels: (outputSize * outputSize) / 1e6,
      reflections: this.#request.recipe.reflections,
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
}

/** The source of the model that a recipe names. */
function named(id: string, source: OwnModelSource | undefined): OwnModelSource {
  if (source?.model.id !== id) throw new StudioFailure('ownModelMissing', { model: id });
  return source;
}
