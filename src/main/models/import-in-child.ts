/**
 * Has a model imported by a process that is started for it and ends with it: whatever a stranger's file does to it,
 * only that process is lost.
 */
import { z } from 'zod';
import { StudioFailure } from '../../contracts/failure.ts';
import { type ImportedModel, type ImportRequest, importedModelSchema } from '../../contracts/own-model.ts';
import { fromWireFailure } from '../../contracts/wire-failure.ts';
import type { SpawnPort } from '../workers/spawn-port.ts';
import { systemTimers, type Timers } from '../workers/timers.ts';

export type ImportModel = (request: Omit<ImportRequest, 'samples'>) => Promise<ImportedModel>;

export interface ImporterOptions {
  readonly spawnPort: SpawnPort;
  readonly entry: string;
  /** The folder of rendered photographs that finders are tried on. */
  readonly samples: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timers?: Timers;
  readonly limitMs?: number;
}

/** Trying the largest network that we know takes half a minute on two cores. */
const defaultLimitMs = 10 * 60_000;

const answerSchema = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('imported'), model: importedModelSchema }),
  z.strictObject({ outcome: z.literal('failed'), failure: z.unknown() }),
]);

/** @returns a function that throws what the importer found, and 'modelUnreadable' when the file took it down */
export function importerInChild(options: ImporterOptions): ImportModel {
  const { spawnPort, entry, samples, environment, timers = systemTimers, limitMs = defaultLimitMs } = options;
  return async (request) => {
    const child = spawnPort.spawn(entry, { serviceName: 'IrisVue Studio importer', environment });
    child.stdout?.resume();
    child.stderr?.resume();
    const callOff = timers.after(limitMs, () => child.kill());
    try {
      const answered = new Promise<unknown>((resolve) => child.port.onMessage(resolve));
      child.port.post({ ...request, samples });
      const answer = await Promise.race([
        answered,
        child.exited.then((exit) => {
          throw new StudioFailure('modelUnreadable', {
            reason: 'the importer ended over this file',
            ...exit,
          });
        }),
      ]);
      const parsed = answerSchema.safeParse(answer);
      if (!parsed.success) throw new StudioFailure('unexpected', { reason: z.prettifyError(parsed.error) });
      if (parsed.data.outcome === 'failed') throw fromWireFailure(parsed.data.failure);
      return parsed.data.model;
    } finally {
      callOff();
      child.kill();
      await child.exited;
    }
  };
}
