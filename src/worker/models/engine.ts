/**
 * All warm sessions together. Every output is looked at before it is used, here or by who asked for it, and a provider
 * that breaks on the way is replaced by the CPU for all models, so that a lost graphics device costs time and never a
 * picture.
 */
import { type FailureCode, StudioFailure } from '../../contracts/failure.ts';
import type { ProviderName } from '../../contracts/worker-api.ts';
import { holdsNumbers } from './holds-numbers.ts';
import { InferenceMeter } from './inference-meter.ts';
import type { InferenceRuntime, InferenceSession, Tensor } from './runtime.ts';
import type { OpenedModel } from './self-test.ts';

export type ModelLog = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  fields?: Record<string, unknown>,
) => void;

export interface EngineEnvironment {
  readonly runtime: InferenceRuntime;
  readonly log: ModelLog;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

/** @throws StudioFailure 'enhancementFailed' or 'memoryShort' when not even the CPU gives a usable output. */
export type RunModel = (
  inputs: Readonly<Record<string, Tensor>>,
  expectedDims: readonly number[],
) => Promise<Float32Array>;

export interface Adoption {
  readonly provider?: ProviderName;
  readonly looks?: 'engine' | 'caller';
}

const noNumbers = 'output has values that are not finite';

export class Engine {
  readonly meter: InferenceMeter;
  readonly #environment: EngineEnvironment;
  readonly #threads: number;
  readonly #models = new Map<OpenedModel, { session: InferenceSession; provider: ProviderName }>();
  #provider: ProviderName;

  constructor(provider: ProviderName, threads: number, environment: EngineEnvironment) {
    this.#provider = provider;
    this.#threads = threads;
    this.#environment = environment;
    this.meter = new InferenceMeter(environment.now);
  }

  /** What computes now: the chosen provider, or 'cpu' once that one has failed. */
  get provider(): ProviderName {
    return this.#provider;
  }

  /**
   * Takes over a model's session, opened on this engine's provider or on the CPU.
   *
   * @param looks 'caller' where whoever runs it looks for values that are no numbers, and tells `distrust` of them: an
   *   output of megabytes is then read once, on whichever thread reads it anyway
   */
  adopt(opened: OpenedModel, { provider = this.#provider, looks = 'engine' }: Adoption = {}): RunModel {
    const { session, model, bytes } = opened;
    const held = { session, provider };
    this.#models.set(opened, held);
    const attempt = async (inputs: Readonly<Record<string, Tensor>>, expectedDims: readonly number[]) => {
      if (held.provider !== this.#provider && held.provider !== 'cpu') {
        const spent = held.session;
        held.session = await this.#environment.runtime.open(bytes, {
          provider: 'cpu',
          threads: this.#threads,
        });
        held.provider = 'cpu';
        await spent.release().catch(() => {});
      }
      const output = await this.meter.measure(() => held.session.run(inputs, model.output.name));
      if (output.dims.join() !== expectedDims.join())
        throw new RangeError(`output is ${output.dims.join('x')}, not ${expectedDims.join('x')}`);
      if (looks === 'engine' && !holdsNumbers(output.data)) throw new RangeError(noNumbers);
      return output.data;
    };

    return async (inputs, expectedDims) => {
      try {
        try {
          return await attempt(inputs, expectedDims);
        } catch (error) {
          if (held.provider === 'cpu') throw error;
          this.#giveUpProvider(model.id, error);
          return await attempt(inputs, expectedDims);
        }
      } catch (error) {
        throw failureOf(error, model.id);
      }
    };
  }

  /**
   * What a model answered last were no numbers.
   *
   * @returns whether it was not the CPU that said so: then the model's next run is on the CPU
   */
  distrust(opened: OpenedModel): boolean {
    const held = this.#models.get(opened);
    if (held === undefined || held.provider === 'cpu') return false;
    this.#giveUpProvider(opened.model.id, noNumbers);
    return true;
  }

  #giveUpProvider(model: string, error: unknown): void {
    const fields = { provider: this.#provider, model, reason: String(error) };
    this.#environment.log('warn', 'provider failed, going on with the CPU', fields);
    this.#provider = 'cpu';
  }

  /** Ends one model's session; it may not run afterwards. */
  async dismiss(opened: OpenedModel): Promise<void> {
    const held = this.#models.get(opened);
    this.#models.delete(opened);
    await held?.session.release().catch(() => {});
  }

  async release(): Promise<void> {
    await Promise.allSettled([...this.#models.values()].map(({ session }) => session.release()));
  }
}

function failureOf(error: unknown, model: string): StudioFailure {
  const reason = error instanceof Error ? error.message : String(error);
  const outOfMemory = /bad_?alloc|failed to allocate|out of memory|not enough memory/i.test(reason);
  const code: FailureCode = outOfMemory ? 'memoryShort' : 'enhancementFailed';
  return new StudioFailure(code, { model, reason }, { cause: error });
}
