/**
 * The one object behind every window, command and phone. It joins library, queue and worker, and is the only
 * place that knows all three.
 */
import { basename } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type FailureCode, StudioFailure } from '../contracts/failure.ts';
import { finalJobStates, type Job, type JobEvent, type JobPriority } from '../contracts/job.ts';
import type { ProcessReport } from '../contracts/processing.ts';
import type { Progress } from '../contracts/progress.ts';
import type { Recipe } from '../contracts/recipe.ts';
import type { WorkerReadiness } from '../contracts/worker-api.ts';
import { attemptOfJob, purgeAttempts } from './library/attempts.ts';
import type { Clock } from './library/clock.ts';
import type { Library } from './library/library.ts';
import type { Log } from './library/log.ts';
import type { ImportedPhoto } from './library/photo-store.ts';
import type { StoredResult } from './library/result-record.ts';
import type { OwnModelStore } from './models/own-model-store.ts';
import {
  createProcessPhotoHandler,
  hashOf,
  processPhotoKind,
  processPhotoPayloadSchema,
} from './process-photo.ts';
import type { JobCounts, JobQueue, NewJob } from './queue/job-queue.ts';
import { jobRetentionMs } from './queue/retention.ts';
import type { WorkerSupervisor } from './workers/worker-supervisor.ts';

export type CompletedReport = Extract<ProcessReport, { status: 'completed' }>;

export interface FinishedPicture {
  readonly resultId: string;
  readonly picturePath: string;
  readonly visibleMaskPath: string;
  readonly filledMaskPath: string;
  readonly report: CompletedReport;
}

export type PhotoEnd =
  | { readonly status: 'completed'; readonly picture: FinishedPicture }
  | { readonly status: 'failed'; readonly code: FailureCode; readonly report: ProcessReport | null };

export interface ProcessWish {
  readonly photoId: string;
  readonly recipe: Recipe;
  /** Makes a new version even when the same picture is already there. */
  readonly again: boolean;
}

export interface ProcessOptions {
  readonly priority: JobPriority;
  /** Stops this photo; its end is then the failure 'cancelled'. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface StudioParts {
  readonly library: Library;
  readonly queue: JobQueue;
  readonly worker: WorkerSupervisor;
  readonly clock: Clock;
  readonly log: Log;
  readonly models: readonly { readonly id: string; readonly sha256: string }[];
  readonly ownModels: OwnModelStore;
  readonly software: string;
}

/** How long a running photo may take to stop when the studio closes. */
const closeGraceMs = 5_000;
/** Of a batch that is accepted, before main looks after other things. */
const wishesAtOnce = 25;

export class Studio {
  readonly #parts: StudioParts;
  readonly #watchers = new Map<string, Set<Watcher>>();
  readonly #unsubscribe: () => void;
  #stopWork: (() => void) | null = null;

  constructor(parts: StudioParts) {
    this.#parts = parts;
    this.#unsubscribe = parts.queue.subscribe({
      event: (event) => this.#onEvent(event),
      progress: (jobId, progress) => {
        for (const watcher of this.#watchers.get(jobId) ?? []) watcher.onProgress?.(progress);
      },
    });
  }

  /** What had to be repaired when the library was opened; the user is told. */
  get recovery(): FailureCode | null {
    return this.#parts.library.recovery === null ? null : 'libraryDamaged';
  }

  get log(): Log {
    return this.#parts.log;
  }

  /** @throws StudioFailure as Library.importPhoto */
  importPhoto(path: string): Promise<ImportedPhoto> {
    return this.#parts.library.importPhoto(path, basename(path));
  }

  /**
   * Accepts a photo for processing. Resolves once the job is on disk, to an object that holds the promise of its
   * end. A picture that is already finished is that end at once; work on it that is under way is joined.
   */
  async process(wish: ProcessWish, options: ProcessOptions): Promise<{ readonly end: Promise<PhotoEnd> }> {
    const { library, queue } = this.#parts;
    const hash = hashOf(wish, this.#parts);
    if (!wish.again) {
      const finished = await library.findResult(wish.photoId, hash);
      if (finished !== null) return { end: Promise.resolve(endOfResult(finished)) };
    }
    this.#startWork();
    const jobId = await queue.add({
      kind: processPhotoKind,
      payload: { ...wish },
      priority: options.priority,
      uniqueKey: `${wish.photoId}:${hash}`,
    });
    return { end: this.#watch(jobId, options) };
  }

  /**
   * Accepts many photos with one wish each, some dozens in one transaction. Returns how many will be worked on:
   * for those that are already finished with this recipe there is nothing to do.
   */
  async processAll(wishes: readonly ProcessWish[], priority: JobPriority): Promise<number> {
    const { library, queue } = this.#parts;
    const hashes = new Map<Recipe, string>();
    let accepted = 0;
    for (let start = 0; start < wishes.length; start += wishesAtOnce) {
      const jobs: NewJob[] = [];
      for (const wish of wishes.slice(start, start + wishesAtOnce)) {
        // A batch has one recipe, mostly the very same object.
        const hash = hashes.get(wish.recipe) ?? hashOf(wish, this.#parts);
        hashes.set(wish.recipe, hash);
        if (!wish.again && (await library.findResult(wish.photoId, hash)) !== null) continue;
        const uniqueKey = `${wish.photoId}:${hash}`;
        jobs.push({ kind: processPhotoKind, payload: { ...wish }, priority, uniqueKey });
      }
      await queue.addMany(jobs);
      accepted += jobs.length;
      this.#startWork();
      await nextTurn();
    }
    return accepted;
  }

  /** Goes on with what was asked for and not finished when the studio was last closed. */
  async resumeWork(): Promise<void> {
    const { available, retryable, scheduled } = await this.countJobs();
    if (available + retryable + scheduled > 0) this.#startWork();
  }

  /** Tries discarded or cancelled jobs again; returns how many. */
  async retryJobs(jobIds: readonly string[]): Promise<number> {
    let accepted = 0;
    for (const jobId of jobIds) {
      if (await this.#parts.queue.retry(jobId)) accepted += 1;
      await nextTurn();
    }
    if (accepted > 0) this.#startWork();
    return accepted;
  }

  /** Cancels jobs. Resolves when none of them runs any more. */
  async stopJobs(jobIds: readonly string[]): Promise<void> {
    const ends: Promise<unknown>[] = [];
    for (const jobId of jobIds) {
      await this.#parts.queue.cancel(jobId);
      ends.push(this.#watch(jobId, {}));
      await nextTurn();
    }
    await Promise.all(ends);
  }

  /** The models that the user added. */
  get ownModels(): OwnModelStore {
    return this.#parts.ownModels;
  }

  readiness(): Promise<WorkerReadiness> {
    return this.#parts.worker.ready();
  }

  /** Newest first. */
  async listJobs(limit: number): Promise<{ job: Job; photoName: string }[]> {
    const jobs = await this.#parts.queue.list({ limit });
    return jobs.map((job) => {
      const payload = processPhotoPayloadSchema.safeParse(job.payload);
      const photo = payload.success ? this.#parts.library.photo(payload.data.photoId) : null;
      return { job, photoName: photo?.name ?? '' };
    });
  }

  countJobs(): Promise<JobCounts> {
    return this.#parts.queue.counts();
  }

  /** Stops the running photo, which goes back into the queue without an attempt counted, and closes everything. */
  async close(): Promise<void> {
    const { library, queue, worker } = this.#parts;
    this.#stopWork?.();
    await queue.close({ graceMs: closeGraceMs });
    this.#unsubscribe();
    await worker.close();
    await library.close();
  }

  /** Removes what has been kept long enough: failed jobs, their attempts, old events. */
  async purge(): Promise<void> {
    const { library, queue, clock, log } = this.#parts;
    const removed = await queue.purge();
    // Attempts belong to jobs that failed and go with them.
    const kept = jobRetentionMs.find(([state]) => state === 'discarded')?.[1] ?? 0;
    const attempts = purgeAttempts(library.database, clock.now() - kept);
    log.debug({ ...removed, attempts }, 'old entries were removed');
  }

  /** The machine never starts by itself: work begins with the first photo that somebody asked for. */
  #startWork(): void {
    this.#stopWork ??= this.#parts.queue.work(
      processPhotoKind,
      { concurrency: 1 },
      createProcessPhotoHandler(this.#parts),
    );
  }

  async #watch(jobId: string, { signal, onProgress }: Omit<ProcessOptions, 'priority'>): Promise<PhotoEnd> {
    const { queue, log } = this.#parts;
    // A disk that refuses the cancel leaves the photo running to its end, which is then what it is.
    const cancel = () =>
      queue.cancel(jobId).catch((error) => log.warn({ jobId, error }, 'could not be cancelled'));
    let watcher: Watcher | null = null;
    const watchers = this.#watchers.get(jobId) ?? new Set();
    this.#watchers.set(jobId, watchers);
    try {
      return await new Promise<PhotoEnd>((resolve, reject) => {
        const ours: Watcher = { onEnd: (end) => end.then(resolve, reject), onProgress };
        watcher = ours;
        watchers.add(ours);
        if (signal?.aborted) void cancel();
        signal?.addEventListener('abort', cancel, { once: true });
        // The job may have ended between being added and being watched.
        void queue.get(jobId).then((job) => {
          if (job === null || finalJobStates.includes(job.state)) ours.onEnd(this.#endOf(jobId));
        }, reject);
      });
    } finally {
      signal?.removeEventListener('abort', cancel);
      if (watcher !== null) watchers.delete(watcher);
      if (watchers.size === 0) this.#watchers.delete(jobId);
    }
  }

  #onEvent(event: JobEvent): void {
    if (event.type !== 'completed' && event.type !== 'cancelled' && event.type !== 'discarded') return;
    for (const watcher of this.#watchers.get(event.jobId) ?? []) watcher.onEnd(this.#endOf(event.jobId));
  }

  async #endOf(jobId: string): Promise<PhotoEnd> {
    const { library, queue } = this.#parts;
    const job = await queue.get(jobId);
    if (job?.state === 'completed') {
      const payload = processPhotoPayloadSchema.parse(job.payload);
      const result =
        library.resultOfJob(jobId) ??
        (await library.findResult(payload.photoId, hashOf(payload, this.#parts)));
      if (result !== null) return endOfResult(result);
    }
    const report = attemptOfJob(library.database, jobId);
    return { status: 'failed', code: job?.failure ?? 'unexpected', report };
  }
}

interface Watcher {
  readonly onEnd: (end: Promise<PhotoEnd>) => void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

function endOfResult(result: StoredResult): PhotoEnd {
  const { id, picturePath, visibleMaskPath, filledMaskPath, report } = result;
  if (report.status !== 'completed') throw new StudioFailure('unexpected', { resultId: id });
  return {
    status: 'completed',
    picture: { resultId: id, picturePath, visibleMaskPath, filledMaskPath, report },
  };
}
