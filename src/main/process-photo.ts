/**
 * What the queue does with one photo: asks the worker, accepts its files into the library, and lets result, job
 * and event become one transaction. Running it again for the same photo and recipe finds the work done.
 */
import { z } from 'zod';
import { StudioFailure } from '../contracts/failure.ts';
import { photoIdSchema } from '../contracts/photo.ts';
import { type ProcessReport, type WorkRates, workRatesSchema } from '../contracts/processing.ts';
import { pipelineVersion, recipeSchema } from '../contracts/recipe.ts';
import { recordAttempt } from './library/attempts.ts';
import type { Clock } from './library/clock.ts';
import type { Library } from './library/library.ts';
import type { Log } from './library/log.ts';
import { recipeHash } from './library/recipe-hash.ts';
import { readSetting, type Setting, writeSetting } from './library/settings.ts';
import type { OwnModelStore } from './models/own-model-store.ts';
import type { JobContext, JobHandler, JobOutcome } from './queue/job-queue.ts';
import { diedHoldingPhoto, type WorkerSupervisor } from './workers/worker-supervisor.ts';

export const processPhotoKind = 'process-photo';

export const processPhotoPayloadSchema = z.strictObject({
  photoId: photoIdSchema,
  recipe: recipeSchema,
  /** Make a new version even when the same picture is there. */
  again: z.boolean(),
});
export type ProcessPhotoPayload = z.infer<typeof processPhotoPayloadSchema>;

const ratesSetting: Setting<WorkRates> = { name: 'workRates', schema: workRatesSchema };

export interface ProcessPhotoParts {
  readonly library: Library;
  readonly worker: WorkerSupervisor;
  readonly clock: Clock;
  readonly log: Log;
  /** What the worker will compute with; part of the recipe's hash. */
  readonly models: readonly { readonly id: string; readonly sha256: string }[];
  readonly ownModels: Pick<OwnModelStore, 'find' | 'source'>;
  readonly software: string;
}

export function hashOf(
  { recipe }: Pick<ProcessPhotoPayload, 'recipe'>,
  { models, ownModels }: Pick<ProcessPhotoParts, 'models' | 'ownModels'>,
): string {
  const own = [recipe.model, recipe.finder].flatMap((id) => (id === null ? null : ownModels.find(id)) ?? []);
  return recipeHash({ recipe, models: [...models, ...own], pipelineVersion });
}

export function createProcessPhotoHandler(parts: ProcessPhotoParts): JobHandler {
  return async (context) => {
    const payload = processPhotoPayloadSchema.parse(context.job.payload);
    const hash = hashOf(payload, parts);
    if (!payload.again) {
      const earlier = await parts.library.findResult(payload.photoId, hash);
      if (earlier !== null) return { outcome: 'completed', result: { resultId: earlier.id } };
    }
    return processPhoto(context, payload, hash, parts);
  };
}

async function processPhoto(
  context: JobContext,
  payload: ProcessPhotoPayload,
  hash: string,
  { library, worker, clock, log, ownModels, software }: ProcessPhotoParts,
): Promise<JobOutcome> {
  const { photoId, recipe } = payload;
  // How fast a user's models are says nothing of ours, and the other way round.
  const oursOnly = recipe.model === null && recipe.finder === null;
  const jobId = context.job.id;
  const targets = await library.resultTargets(photoId, recipe.format);
  let accepted = false;
  try {
    const report = await worker.process(
      {
        jobId,
        photoPath: library.photoPath(photoId),
        recipe,
        ...(recipe.model !== null && { ownModel: ownModels.source(recipe.model) }),
        ...(recipe.finder !== null && { ownFinder: ownModels.source(recipe.finder) }),
        targets: targets.targets,
        scratchDirectory: targets.scratchDirectory,
        software,
        rates: oursOnly ? readSetting(library.database, ratesSetting) : null,
      },
      { signal: context.signal, onProgress: (progress) => context.progress(progress) },
    );
    logReport(log, jobId, report);
    if (report.status === 'failed') {
      recordAttempt(library.database, { jobId, photoId, report, endedAt: clock.now() });
      return { outcome: 'failed', code: report.failure.code, details: report.failure.details };
    }
    const { record } = await library.acceptResult({ targets, jobId, recipe, recipeHash: hash, report });
    accepted = true;
    return {
      outcome: 'completed',
      result: { resultId: targets.resultId },
      alongside: () => {
        record();
        if (oursOnly) writeSetting(library.database, ratesSetting, report.rates);
      },
      dropped: () => void library.abandonResult(targets).catch(() => {}),
    };
  } catch (error) {
    if (diedHoldingPhoto(error)) {
      log.warn({ jobId, photoId, code: error.code }, 'the worker died while it held this photo');
      return { outcome: 'crashed' };
    }
    if (error instanceof StudioFailure)
      return { outcome: 'failed', code: error.code, details: error.details };
    throw error;
  } finally {
    if (!accepted)
      await library
        .abandonResult(targets)
        .catch((error) => log.warn({ error, jobId }, 'scratch files stay until the next start'));
  }
}

function logReport(log: Log, jobId: string, report: ProcessReport): void {
  const { timings, inferenceMs, provider } = report;
  if (report.status === 'completed') log.info({ jobId, timings, inferenceMs, provider }, 'photo finished');
  else log.warn({ jobId, timings, provider, failure: report.failure }, 'photo failed');
}
