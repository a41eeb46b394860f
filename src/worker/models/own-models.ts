/**
 * Models that the user added: opened when a photo first asks for one, then kept warm until a photo asks for another.
 * One finder and one enhancer at a time, because a large one holds about a gigabyte.
 */
import { StudioFailure } from '../../contracts/failure.ts';
import type { OwnModelSource } from '../../contracts/own-model.ts';
import type { ProviderName } from '../../contracts/worker-api.ts';
import type { Engine } from './engine.ts';
import { modelInputs } from './known-answer.ts';
import {
  type EnhanceManifestModel,
  type FindManifestModel,
  type ManifestModel,
  manifestModelSchema,
  modelIdentity,
} from './manifest.ts';
import { segmentationFinder } from './segmentation/segmentation-finder.ts';
import { type OpenedModel, openAndAsk, type SelfTest } from './self-test.ts';
import { bicubicHalo, withStrength } from './strength-blend.ts';
import { type ReadFile, readVerifiedModel } from './verify-model.ts';
import type { WarmEnhancer, WarmFinder } from './warm-models.ts';

interface Held<Model> {
  readonly identity: string;
  readonly model: Model;
  readonly opened: OpenedModel;
}

export class OwnModels {
  readonly #engine: Engine;
  readonly #test: SelfTest;
  readonly #readFile: ReadFile | undefined;
  #enhancer: Held<WarmEnhancer> | null = null;
  #finder: Held<WarmFinder> | null = null;

  constructor(engine: Engine, test: SelfTest, readFile?: ReadFile) {
    this.#engine = engine;
    this.#test = test;
    this.#readFile = readFile;
  }

  /**
   * @throws StudioFailure 'ownModelMissing' (also when it was changed), 'modelOtherKind', 'modelWrongResult',
   *   'modelUnsupported'
   */
  async enhancer(source: OwnModelSource): Promise<WarmEnhancer> {
    const model = entryOf(source);
    if (model.role !== 'enhance') throw new StudioFailure('modelOtherKind', { model: model.id });
    this.#enhancer = await this.#hold(this.#enhancer, source, model, (opened, provider) =>
      ownEnhancer(this.#engine, opened, model, provider),
    );
    return this.#enhancer.model;
  }

  /** @throws StudioFailure as `enhancer` */
  async finder(source: OwnModelSource): Promise<WarmFinder> {
    const model = entryOf(source);
    if (model.role !== 'find') throw new StudioFailure('modelOtherKind', { model: model.id });
    this.#finder = await this.#hold(this.#finder, source, model, (opened, provider) =>
      ownFinder(this.#engine, opened, model, provider),
    );
    return this.#finder.model;
  }

  /** What is held already when it is that; otherwise it makes room for what is wanted. */
  async #hold<Model>(
    held: Held<Model> | null,
    { directory }: OwnModelSource,
    model: ManifestModel,
    make: (opened: OpenedModel, provider: ProviderName) => Model,
  ): Promise<Held<Model>> {
    const identity = modelIdentity(model);
    if (held?.identity === identity) return held;
    const bytes = await readVerifiedModel(directory, model, this.#readFile).catch((error) => {
      throw new StudioFailure('ownModelMissing', { model: model.id }, { cause: error });
    });
    if (held !== null) await this.#engine.dismiss(held.opened);
    if (model.role === 'find') this.#finder = null;
    else this.#enhancer = null;
    const { provider, opened } = await this.#open(model, bytes);
    return { identity, model: make(opened, provider), opened };
  }

  /** On what everything else computes on; on the CPU where that refuses this model or computes it wrongly. */
  async #open(model: ManifestModel, bytes: Uint8Array) {
    const providers: ProviderName[] =
      this.#engine.provider === 'cpu' ? ['cpu'] : [this.#engine.provider, 'cpu'];
    let reason: unknown = null;
    for (const provider of providers) {
      try {
        const opened = await openAndAsk(this.#test, provider, { model, bytes });
        if (opened.largestError <= model.knownAnswer.tolerance) return { provider, opened };
        await opened.session.release();
        reason = `off by ${opened.largestError}`;
      } catch (error) {
        reason = error;
      }
    }
    throw new StudioFailure('modelWrongResult', { model: model.id, reason: String(reason) });
  }
}

function entryOf({ model }: OwnModelSource): ManifestModel {
  const parsed = manifestModelSchema.safeParse(model);
  if (parsed.success) return parsed.data;
  throw new StudioFailure('ownModelMissing', { model: model.id, reason: String(parsed.error) });
}

function ownFinder(
  engine: Engine,
  opened: OpenedModel,
  model: FindManifestModel,
  provider: ProviderName,
): WarmFinder {
  const { segmentation } = model;
  if (segmentation === undefined)
    throw new StudioFailure('ownModelMissing', { model: model.id, reason: 'nothing says how it is read' });
  const run = engine.adopt(opened, { provider });
  const { layout } = segmentation.output;
  const [, , askedHeight, askedWidth] = model.knownAnswer.input.shape;
  const [, ...answered] = model.knownAnswer.output.shape;
  return {
    identity: modelIdentity(model),
    ...segmentationFinder(segmentation, async (input, height, width) => {
      // What it answered when it was tried says what it answers for other sizes.
      const ratios = [height / askedHeight, width / askedWidth];
      const growth = layout === 'NCHW' ? [1, ...ratios] : [...ratios, 1];
      const dims = [1, ...answered.map((size, axis) => Math.round(size * growth[axis]!))];
      return { data: await run({ [model.input.name]: input }, dims), dims };
    }),
  };
}

function ownEnhancer(
  engine: Engine,
  opened: OpenedModel,
  model: EnhanceManifestModel,
  provider: ProviderName,
): WarmEnhancer {
  const run = engine.adopt(opened, { provider, looks: 'caller' });
  const { scale } = model;
  return {
    identity: modelIdentity(model),
    scale,
    halo: Math.max(model.halo, bicubicHalo),
    ...(model.tileSizes && { tiling: { fade: model.fade ?? 0, sizes: model.tileSizes } }),
    enhance: withStrength(scale, (image, size) =>
      run(modelInputs(model, image, size, size), [1, 3, scale * size, scale * size]),
    ),
    distrust: () => engine.distrust(opened),
  };
}
