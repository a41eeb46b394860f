/** The networks, verified and loaded once, warm, and kept for the life of the process. Stages see only the ports. */
import { StudioFailure } from '../../contracts/failure.ts';
import type { OwnModelSource } from '../../contracts/own-model.ts';
import type { ProviderName, WorkerReadiness, WorkerStart } from '../../contracts/worker-api.ts';
import { Engine, type EngineEnvironment } from './engine.ts';
import type { InferenceMeter } from './inference-meter.ts';
import { modelInputs } from './known-answer.ts';
import { type EnhanceManifestModel, type FindManifestModel, modelIdentity } from './manifest.ts';
import { OwnModels } from './own-models.ts';
import { countPhysicalCores } from './physical-cores.ts';
import { type EnhancerModel, type FinderModel, finderHeads } from './ports.ts';
import { chooseProvider } from './providers.ts';
import type { OpenedModel, VerifiedModel } from './self-test.ts';
import { type ReadFile, readManifest, readVerifiedModel } from './verify-model.ts';

export interface WarmFinder extends FinderModel {
  /** "id@" and 12 digits of the hash, for the report. */
  readonly identity: string;
}

export interface WarmEnhancer extends EnhancerModel {
  readonly identity: string;
}

export interface WarmModels {
  readonly finder: WarmFinder;
  /** Smallest scale first; at least one. */
  readonly enhancers: readonly [WarmEnhancer, ...WarmEnhancer[]];
  /** A model that the user added; loads it when it is not the one that was asked for last. */
  own(source: OwnModelSource): Promise<WarmEnhancer>;
  /** The same for one that finds the iris. */
  ownFinder(source: OwnModelSource): Promise<WarmFinder>;
  /** What computes now: the chosen provider, or 'cpu' once that one has failed. */
  readonly provider: ProviderName;
  readonly inference: InferenceMeter;
  /** Ends all sessions; nothing may run afterwards. */
  release(): Promise<void>;
}

/** `now` counts from the start of the process. */
export interface LoadEnvironment extends EngineEnvironment {
  /** Told, and awaited, before a provider other than the CPU is tried. */
  readonly announceProvider: (provider: ProviderName) => Promise<void>;
  readonly readFile?: ReadFile;
  readonly countCores?: () => Promise<number>;
}

export interface LoadedModels {
  readonly models: WarmModels;
  readonly readiness: WorkerReadiness;
}

/**
 * Verifies every model of the manifest, opens it on the best provider that computes correctly, and warms it.
 * @throws StudioFailure 'modelMissing', 'modelChanged' or 'engineUnavailable'
 */
export async function loadWarmModels(
  start: WorkerStart,
  environment: LoadEnvironment,
): Promise<LoadedModels> {
  const { runtime, now, log, readFile, announceProvider } = environment;
  const manifest = await readManifest(start.modelsDirectory, readFile);
  const verified: VerifiedModel[] = [];
  for (const model of manifest.models) {
    verified.push({ model, bytes: await readVerifiedModel(start.modelsDirectory, model, readFile) });
  }
  const threads = start.threads ?? (await (environment.countCores ?? countPhysicalCores)());
  const choice = await chooseProvider({ runtime, threads, now }, start.providers, verified, announceProvider);

  const engine = new Engine(choice.provider, threads, environment);
  const own = new OwnModels(engine, { runtime, threads, now }, readFile);
  const models = warmModels(engine, choice.sessions, own);
  const readiness: WorkerReadiness = {
    provider: choice.provider,
    verdicts: [...choice.verdicts],
    models: choice.sessions.map(({ model, loadMs }) => ({
      id: model.id,
      role: model.role,
      sha256: model.sha256,
      loadMs,
    })),
    startMs: now(),
    threads,
  };
  log('info', 'models are warm', { ...readiness });
  return { models, readiness };
}

function warmModels(engine: Engine, opened: readonly OpenedModel[], own: OwnModels): WarmModels {
  const finder = opened.find(({ model }) => model.role === 'find');
  const [smallest, ...larger] = opened
    .flatMap((candidate) =>
      candidate.model.role === 'enhance' ? [warmEnhancer(engine, candidate, candidate.model)] : [],
    )
    .sort((first, second) => first.scale - second.scale);
  if (finder?.model.role !== 'find' || smallest === undefined) {
    throw new StudioFailure('modelMissing', { reason: 'the manifest needs a finder and an enhancer' });
  }
  return {
    finder: warmFinder(engine, finder, finder.model),
    enhancers: [smallest, ...larger],
    own: (source) => own.enhancer(source),
    ownFinder: (source) => own.finder(source),
    get provider() {
      return engine.provider;
    },
    inference: engine.meter,
    release: () => engine.release(),
  };
}

function warmFinder(engine: Engine, opened: OpenedModel, model: FindManifestModel): WarmFinder {
  const run = engine.adopt(opened);
  return {
    identity: modelIdentity(model),
    segment: (image, size) => run(modelInputs(model, image, size, size), [1, finderHeads.length, size, size]),
  };
}

function warmEnhancer(engine: Engine, opened: OpenedModel, model: EnhanceManifestModel): WarmEnhancer {
  const run = engine.adopt(opened, { looks: 'caller' });
  const { scale, halo } = model;
  return {
    identity: modelIdentity(model),
    scale,
    halo,
    enhance: (image, size, strength) =>
      run(modelInputs(model, image, size, size, strength), [1, 3, scale * size, scale * size]),
    distrust: () => engine.distrust(opened),
  };
}
