/**
 * One provider's examination, cheapest question first, so that a machine without the hardware pays milliseconds
 * and one with a software adapter a second or two: can it be had at all, is it hardware, does it compute the
 * known answer, and is it faster than the CPU at the size of a real tile.
 */
import type { ProviderName, ProviderVerdict } from '../../contracts/worker-api.ts';
import { askKnownAnswer, modelInputs } from './known-answer.ts';
import type { ManifestModel } from './manifest.ts';
import { probeModel, probeTolerance, runProbe, softwareAdapterMs } from './provider-probe.ts';
import type { InferenceRuntime, InferenceSession } from './runtime.ts';

/** Edge of the picture that providers race over: the pipeline's tile. At 64 px a graphics card cannot show. */
export const raceSize = 256;

export interface VerifiedModel {
  readonly model: ManifestModel;
  readonly bytes: Uint8Array;
}

export interface SelfTest {
  readonly runtime: InferenceRuntime;
  readonly threads: number;
  readonly now: () => number;
}

export interface OpenedModel extends VerifiedModel {
  readonly session: InferenceSession;
  /** Milliseconds to open and to answer the known question once, which also warms the session. */
  readonly loadMs: number;
  readonly answerMs: number;
  readonly largestError: number;
}

/** Opens one model on one provider and asks it the known question. Rejects when the provider refuses it. */
export async function openAndAsk(
  { runtime, threads, now }: SelfTest,
  provider: ProviderName,
  { model, bytes }: VerifiedModel,
): Promise<OpenedModel> {
  const started = now();
  const session = await runtime.open(bytes, { provider, threads });
  const opened = now();
  try {
    const largestError = await askKnownAnswer(session, model);
    const answered = now();
    return { model, bytes, session, largestError, loadMs: answered - started, answerMs: answered - opened };
  } catch (error) {
    await session.release();
    throw error;
  }
}

/** Milliseconds for one tile: the best of two, after one that compiles. */
export async function race(
  session: InferenceSession,
  model: ManifestModel,
  now: () => number,
): Promise<number> {
  const inputs = modelInputs(model, new Float32Array(3 * raceSize * raceSize).fill(0.5), raceSize, raceSize);
  await session.run(inputs, model.output.name);
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 2; round++) {
    const started = now();
    await session.run(inputs, model.output.name);
    best = Math.min(best, now() - started);
  }
  return best;
}

export type Examination =
  | { readonly verdict: ProviderVerdict; readonly sessions: null }
  | { readonly verdict: ProviderVerdict; readonly sessions: readonly OpenedModel[] };

/**
 * @param reference the CPU's session of the heaviest model, which the provider has to beat
 * @param cpuMs the CPU's milliseconds in the race; measured once, on demand
 * @returns the provider's warm sessions of all models when it passed, with the verdict 'chosen'
 */
export async function examineProvider(
  test: SelfTest,
  provider: ProviderName,
  models: readonly VerifiedModel[],
  reference: OpenedModel,
  cpuMs: () => Promise<number>,
): Promise<Examination> {
  const opened: OpenedModel[] = [];
  const give = (verdict: Omit<ProviderVerdict, 'provider'>): ProviderVerdict => ({ provider, ...verdict });
  const refuse = async (verdict: Omit<ProviderVerdict, 'provider'>): Promise<Examination> => {
    await Promise.allSettled(opened.map(({ session }) => session.release()));
    return { verdict: give(verdict), sessions: null };
  };

  try {
    const probe = await openProbe(test, provider);
    if (!(probe.largestError <= probeTolerance)) {
      return await refuse({ outcome: 'wrong', ...probe, reason: 'it computes a single convolution wrongly' });
    }
    if (probe.milliseconds > softwareAdapterMs) {
      return await refuse({ outcome: 'slower', ...probe, reason: 'it is a software adapter, not hardware' });
    }
    let worst = 0;
    let answerMs = 0;
    for (const model of models) {
      const answered = await openAndAsk(test, provider, model);
      opened.push(answered);
      worst = Math.max(worst, answered.largestError);
      answerMs += answered.answerMs;
      if (!(answered.largestError <= model.model.knownAnswer.tolerance)) {
        const reason = `${model.model.id} does not give its known answer`;
        return await refuse({ outcome: 'wrong', largestError: worst, milliseconds: answerMs, reason });
      }
    }
    const contender = opened.find(({ model }) => model === reference.model) as OpenedModel;
    const milliseconds = await race(contender.session, contender.model, test.now);
    const cpu = await cpuMs();
    const reason = `${milliseconds.toFixed(1)} ms for a ${raceSize} px tile, the CPU takes ${cpu.toFixed(1)} ms`;
    if (milliseconds >= cpu) {
      return await refuse({ outcome: 'slower', largestError: worst, milliseconds, reason });
    }
    return {
      verdict: give({ outcome: 'chosen', largestError: worst, milliseconds, reason }),
      sessions: opened,
    };
  } catch (error) {
    return await refuse({
      outcome: 'unavailable',
      largestError: null,
      milliseconds: null,
      reason: firstLine(error),
    });
  }
}

async function openProbe({ runtime, threads, now }: SelfTest, provider: ProviderName) {
  const session = await runtime.open(probeModel(), { provider, threads });
  try {
    return await runProbe(session, now);
  } finally {
    await session.release();
  }
}

/** The engine's own words, without the source paths and signatures that it puts before them. */
function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text.split('\n', 1)[0] ?? '';
  return line
    .replace(/^.*\bwas false\. /, '')
    .replace(/^\S+\.cc:\d+\s*/, '')
    .slice(0, 160);
}
