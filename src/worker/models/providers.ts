/**
 * Our own provider chain (docs/adr/0001): onnxruntime rejects a list of providers as a whole when one is missing,
 * and takes a software adapter for a graphics card. So each is tried alone, best first, against the CPU, which is
 * always there.
 */
import { StudioFailure } from '../../contracts/failure.ts';
import type { ProviderName, ProviderVerdict } from '../../contracts/worker-api.ts';
import {
  examineProvider,
  type OpenedModel,
  openAndAsk,
  race,
  type SelfTest,
  type VerifiedModel,
} from './self-test.ts';

export interface ProviderChoice {
  readonly provider: ProviderName;
  /** One warm session per model, in the order of the models. */
  readonly sessions: readonly OpenedModel[];
  readonly verdicts: readonly ProviderVerdict[];
}

/**
 * @param providers best first; those after 'cpu' are never tried
 * @param announce told before a provider is tried, and awaited: if the process dies trying, its supervisor knows
 * @throws StudioFailure 'engineUnavailable' when not even the CPU computes the known answers
 */
export async function chooseProvider(
  test: SelfTest,
  providers: readonly ProviderName[],
  models: readonly VerifiedModel[],
  announce: (provider: ProviderName) => Promise<void>,
): Promise<ProviderChoice> {
  const cpu = await openOnCpu(test, models);
  const reference = heaviest(cpu);
  let cpuMs: number | undefined;
  const raceOnCpu = async () => {
    cpuMs ??= await race(reference.session, reference.model, test.now);
    return cpuMs;
  };

  const verdicts: ProviderVerdict[] = [];
  for (const provider of providers) {
    if (provider === 'cpu') break;
    await announce(provider);
    const { verdict, sessions } = await examineProvider(test, provider, models, reference, raceOnCpu);
    verdicts.push(verdict);
    if (sessions !== null) {
      await Promise.allSettled(cpu.map(({ session }) => session.release()));
      return { provider, sessions, verdicts: [...verdicts, cpuVerdict('passed', cpu, cpuMs)] };
    }
  }
  return { provider: 'cpu', sessions: cpu, verdicts: [...verdicts, cpuVerdict('chosen', cpu, cpuMs)] };
}

async function openOnCpu(test: SelfTest, models: readonly VerifiedModel[]): Promise<OpenedModel[]> {
  const opened: OpenedModel[] = [];
  for (const model of models) {
    let reason: string;
    try {
      const answered = await openAndAsk(test, 'cpu', model);
      opened.push(answered);
      if (answered.largestError <= model.model.knownAnswer.tolerance) continue;
      reason = `off by ${answered.largestError}`;
    } catch (error) {
      reason = String(error);
    }
    await Promise.allSettled(opened.map(({ session }) => session.release()));
    throw new StudioFailure('engineUnavailable', { provider: 'cpu', model: model.model.id, reason });
  }
  return opened;
}

/** The one whose speed decides: enhancing is nearly all of the work, and the largest scale most of that. */
function heaviest(opened: readonly OpenedModel[]): OpenedModel {
  const scale = ({ model }: OpenedModel) => (model.role === 'enhance' ? model.scale : 0);
  return opened.reduce((best, candidate) => (scale(candidate) > scale(best) ? candidate : best));
}

function cpuVerdict(
  outcome: 'chosen' | 'passed',
  cpu: readonly OpenedModel[],
  raceMs: number | undefined,
): ProviderVerdict {
  const answerMs = cpu.reduce((sum, opened) => sum + opened.answerMs, 0);
  return {
    provider: 'cpu',
    outcome,
    largestError: Math.max(...cpu.map(({ largestError }) => largestError)),
    milliseconds: raceMs ?? answerMs,
    reason: outcome === 'chosen' ? 'nothing faster computes correctly here' : 'a faster provider was found',
  };
}
