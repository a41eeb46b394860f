/**
 * Models that the user added: opened when a photo first asks for one, then kept warm until a photo asks for another.
 * One at a time, because a large one holds about a gigabyte.
 */
import { StudioFailure } from '../../contracts/failure.ts';
import type { OwnModelSource } from '../../contracts/own-model.ts';
import type { ProviderName } from '../../contracts/worker-api.ts';
import type { Engine } from './engine.ts';
import { modelInputs } from './known-answer.ts';
import { type EnhanceManifestModel, manifestModelSchema, modelIdentity } from './manifest.ts';
import { type OpenedModel, openAndAsk, type SelfTest } from './self-test.ts';
import { bicubicHalo, withStrength } from './strength-blend.ts';
import { type ReadFile, readVerifiedModel } from './verify-model.ts';
import type { WarmEnhancer } from './warm-models.ts';

export class OwnModels {
  readonly #engine: Engine;
  readonly #test: SelfTest;
  readonly #readFile: ReadFile | undefined;
  #held: { readonly identity: string; readonly enhancer: WarmEnhancer; readonly opened: OpenedModel } | null =
    null;

  constructor(engine: Engine, test: SelfTest, readFile?: ReadFile) {
    this.#engine = engine;
    this.#test = test;
    this.#readFile = readFile;
  }

  /** @throws StudioFailure 'ownModelMissing' (also when it was changed), 'modelWrongResult', 'modelUnsupported' */
  async enhancer({ directory, model: entry }: OwnModelSource): Promise<WarmEnhancer> {
    const parsed = manifestModelSchema.safeParse(entry);
    if (!parsed.success || parsed.data.role !== 'enhance')
      throw new StudioFailure('ownModelMissing', { model: entry.id, reason: String(parsed.error) });
    const model = parsed.data;
    const identity = modelIdentity(model);
    if (this.#held?.identity === identity) return this.#held.enhancer;
    const bytes = await readVerifiedModel(directory, model, this.#readFile).catch((error) => {
      throw new StudioFailure('ownModelMissing', { model: entry.id }, { cause: error });
    });
    if (this.#held !== null) await this.#engine.dismiss(this.#held.opened);
    this.#held = null;
    const { provider, opened } = await this.#open(model, bytes);
    const enhancer = ownEnhancer(this.#engine, opened, model, provider);
    this.#held = { identity, enhancer, opened };
    return enhancer;
  }

  /** On what everything else computes on; on the CPU where that refuses this model or computes it wrongly. */
  async #open(model: EnhanceManifestModel, bytes: Uint8Array) {
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

function ownEnhancer(
  engine: Engine,
  opened: OpenedModel,
  model: EnhanceManifestModel,
  provider: ProviderName,
): WarmEnhancer {
  const run = engine.adopt(opened, provider);
  const { scale } = model;
  return {
    identity: modelIdentity(model),
    scale,
    halo: Math.max(model.halo, bicubicHalo),
    ...(model.tileSizes && { tiling: { fade: model.fade ?? 0, sizes: model.tileSizes } }),
    enhance: withStrength(scale, (image, size) =>
      run(modelInputs(model, image, size, size), [1, 3, scale * size, scale * size]),
    ),
  };
}
