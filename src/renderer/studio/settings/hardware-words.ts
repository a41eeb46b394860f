import type { ProviderVerdict, WorkerReadiness } from '../../../contracts/worker-api.ts';
import { formatDuration } from '../../ui/format.ts';

const names: Readonly<Record<string, string>> = {
  cuda: 'NVIDIA graphics card',
  coreml: 'Apple neural engine',
  dml: 'Graphics card (DirectML)',
  webgpu: 'Graphics card (WebGPU)',
  cpu: 'Processor',
};

export function hardwareName(provider: string): string {
  return names[provider] ?? provider;
}

/** The one sentence that a photographer wants: what computes here, and whether that is good news. */
export function verdictSentence({ provider, threads }: WorkerReadiness): string {
  if (provider !== 'cpu')
    return `Your ${hardwareName(provider).replace(/^Graphics/, 'graphics')} does the work. That is the fast way.`;
  const cores = threads === 1 ? 'one core' : `${threads} cores`;
  return `Your processor does the work, with ${cores}. Every picture comes out the same as on a graphics card; it only takes longer.`;
}

export function outcomeWords({ outcome, milliseconds }: ProviderVerdict): string {
  const time = milliseconds === null ? '' : ` · ${formatDuration(milliseconds)}`;
  switch (outcome) {
    case 'chosen':
      return `In use${time}`;
    case 'passed':
      return `Works${time}`;
    case 'slower':
      return `Works, but slower${time}`;
    case 'wrong':
      return 'Computes wrongly, so it is not used';
    case 'unavailable':
      return 'Not on this computer';
  }
}
