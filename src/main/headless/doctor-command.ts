import type { ProviderVerdict } from '../../contracts/worker-api.ts';
import { startGpuWorker } from '../assembly/start-gpu-worker.ts';
import { exitCodes } from './exit-codes.ts';

const outcomeWords: Readonly<Record<ProviderVerdict['outcome'], string>> = {
  chosen: 'chosen',
  passed: 'works',
  unavailable: 'not there',
  wrong: 'wrong results',
  slower: 'too slow',
};

/** Starts the worker, prints what its self-test found, and ends it. Needs no library and takes no lock. */
export async function runDoctor(options: { readonly json: boolean }): Promise<number> {
  const worker = startGpuWorker();
  try {
    const readiness = await worker.ready();
    if (options.json) process.stdout.write(`${JSON.stringify(readiness, null, 2)}\n`);
    else {
      const lines = [
        `Computes on: ${readiness.provider} (${readiness.threads} threads)`,
        `Ready after: ${(readiness.startMs / 1000).toFixed(1)} s`,
        '',
        'Tried:',
        ...readiness.verdicts.map(verdictLine),
        '',
        'Models, each verified and warm:',
        ...readiness.models.map(
          (model) => `  ${model.id.padEnd(20)} ${model.sha256.slice(0, 12)}  ${model.loadMs.toFixed(0)} ms`,
        ),
      ];
      process.stdout.write(`${lines.join('\n')}\n`);
    }
    return exitCodes.allDone;
  } finally {
    await worker.close();
  }
}

function verdictLine(verdict: ProviderVerdict): string {
  const error =
    verdict.largestError === null ? '' : `largest error ${verdict.largestError.toExponential(1)}, `;
  const time = verdict.milliseconds === null ? '' : `${verdict.milliseconds.toFixed(1)} ms, `;
  return `  ${verdict.provider.padEnd(8)} ${outcomeWords[verdict.outcome].padEnd(14)} ${error}${time}${verdict.reason}`;
}
