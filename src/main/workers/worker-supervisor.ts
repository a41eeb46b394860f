/**
 * Keeps one warm worker: starts it when it is first asked for, replaces it when it dies or hangs, and gives up
 * after several deaths in a row until it is asked again. It never runs a photo a second time by itself: whose
 * turn that is, the queue decides.
 */
import { StudioFailure } from '../../contracts/failure.ts';
import type { JudgeReport, JudgeRequest } from '../../contracts/judging.ts';
import type { ProcessReport, ProcessRequest } from '../../contracts/processing.ts';
import type { Progress } from '../../contracts/progress.ts';
import type { WorkerApi, WorkerReadiness, WorkerStart } from '../../contracts/worker-api.ts';
import type { HeartbeatLimits } from './heartbeat.ts';
import { ProviderRecord } from './provider-record.ts';
import { type BackoffLimits, restartDelay } from './restart-backoff.ts';
import { RunningWorker } from './running-worker.ts';
import type { SpawnPort } from './spawn-port.ts';
import { systemTimers, type Timers } from './timers.ts';
import { workerClient } from './worker-client.ts';
import type { SupervisorLog } from './worker-events.ts';

export interface SupervisorLimits {
  readonly heartbeat: HeartbeatLimits;
  readonly backoff: BackoffLimits;
  /** Deaths in a row after which starting is given up. */
  readonly crashes: number;
  /** How long a cancelled photo may take to its next tile before the worker is replaced. */
  readonly cancelGraceMs: number;
  readonly closeGraceMs: number;
}

export const defaultSupervisorLimits: SupervisorLimits = {
  // A minute: a stage may compute for many seconds without a pause on a slow machine that is busy elsewhere, and
  // killing a worker that was only slow costs more than waiting for one that hangs.
  heartbeat: { everyMs: 5_000, missed: 12 },
  backoff: { firstDelayMs: 250, longestDelayMs: 30_000 },
  crashes: 5,
  cancelGraceMs: 2_000,
  closeGraceMs: 2_000,
};

export interface WorkerSupervisorOptions {
  readonly spawnPort: SpawnPort;
  /** Path of the worker's entry point. */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly start: WorkerStart;
  /** For a studio with a window: see SpawnOptions. */
  readonly givesWay?: boolean;
  readonly log: SupervisorLog;
  readonly timers?: Timers;
  /** 0 to 1 */
  readonly random?: () => number;
  readonly limits?: Partial<SupervisorLimits>;
}

export interface ProcessOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface WorkerSupervisor {
  /**
   * Starts the worker if it is not running, and resolves once it is warm.
   * @throws StudioFailure 'modelMissing', 'modelChanged' or 'engineUnavailable'
   */
  ready(): Promise<WorkerReadiness>;
  /**
   * Runs one photo; a second call waits for the first. Failures of the photo are in the report.
   * @throws StudioFailure 'workerStopped' or 'workerHung' when the process died while it held this photo (see
   *   `diedHoldingPhoto`); 'cancelled' when the signal aborted before the photo was begun, or the worker had to be
   *   replaced for it, or was closed; and what `ready()` throws
   */
  process(request: ProcessRequest, options?: ProcessOptions): Promise<ProcessReport>;
  /**
   * Looks at one photo, also while another one is processed.
   * @throws StudioFailure as `process`; when the process died, the photo that it held is not blamed for this one
   */
  judge(request: JudgeRequest): Promise<JudgeReport>;
  /** Memory the worker holds, in bytes; null when none is running. */
  residentBytes(): Promise<number | null>;
  /** Ends the worker, gently at first. Whatever is running rejects. */
  close(): Promise<void>;
}

/** Whether a rejection of `process()` means that the worker died with the photo in its hands. */
export function diedHoldingPhoto(error: unknown): error is StudioFailure {
  return error instanceof StudioFailure && (error.code === 'workerStopped' || error.code === 'workerHung');
}

interface WarmWorker {
  readonly worker: RunningWorker<WorkerApi>;
  readonly readiness: WorkerReadiness;
}

export function createWorkerSupervisor(options: WorkerSupervisorOptions): WorkerSupervisor {
  return new Supervisor(options);
}

class Supervisor implements WorkerSupervisor {
  readonly #options: WorkerSupervisorOptions;
  readonly #limits: SupervisorLimits;
  readonly #timers: Timers;
  readonly #providers = new ProviderRecord();
  readonly #closing = new AbortController();
  /** The process that exists now, warm or not. */
  #current: RunningWorker<WorkerApi> | null = null;
  #warm: Promise<WarmWorker> | null = null;
  /** Deaths since the last photo that was finished. */
  #crashes = 0;
  #lastJob: Promise<unknown> = Promise.resolve();

  constructor(options: WorkerSupervisorOptions) {
    this.#options = options;
    this.#limits = { ...defaultSupervisorLimits, ...options.limits };
    this.#timers = options.timers ?? systemTimers;
  }

  async ready(): Promise<WorkerReadiness> {
    return (await this.#acquire()).readiness;
  }

  process(request: ProcessRequest, options: ProcessOptions = {}): Promise<ProcessReport> {
    const earlier = this.#lastJob;
    const job = unlessAborted(earlier, options.signal).then(() => this.#process(request, options));
    this.#lastJob = Promise.allSettled([earlier, job]);
    return job;
  }

  async judge(request: JudgeRequest): Promise<JudgeReport> {
    const { worker } = await this.#acquire();
    return worker.call((api) => api.judge(request));
  }

  async residentBytes(): Promise<number | null> {
    const worker = this.#current;
    if (worker === null) return null;
    try {
      return (await worker.call((api) => api.ping())).residentBytes;
    } catch {
      return null;
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#current?.close(this.#limits.closeGraceMs);
  }

  async #process(request: ProcessRequest, { signal, onProgress }: ProcessOptions): Promise<ProcessReport> {
    const { worker, readiness } = await unlessAborted(this.#acquire(), signal);
    const { jobId } = request;
    worker.onProgress = (id, progress) => {
      if (id === jobId) onProgress?.(progress);
    };
    let callOffKill = () => {};
    const cancel = () => {
      callOffKill = this.#timers.after(this.#limits.cancelGraceMs, () => worker.end('cancelled'));
      worker.call((api) => api.cancel(jobId)).catch(() => {});
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const report = await worker.call((api) => api.process(request));
      this.#crashes = 0;
      this.#providers.finished(jobId);
      return report;
    } catch (error) {
      if (diedHoldingPhoto(error)) this.#providers.diedProcessing(readiness.provider, jobId);
      throw error;
    } finally {
      signal?.removeEventListener('abort', cancel);
      callOffKill();
      worker.onProgress = null;
    }
  }

  #acquire(): Promise<WarmWorker> {
    if (this.#warm === null) {
      const starting = this.#startSeries();
      starting.catch(() => {
        if (this.#warm === starting) this.#warm = null;
      });
      this.#warm = starting;
    }
    return this.#warm;
  }

  async #startSeries(): Promise<WarmWorker> {
    for (;;) {
      await this.#pause(
        restartDelay(this.#crashes, this.#options.random ?? Math.random, this.#limits.backoff),
      );
      const worker = this.#spawn();
      try {
        const providers = this.#providers.allowed(this.#options.start.providers);
        const readiness = await worker.call((api) => api.start({ ...this.#options.start, providers }));
        worker.providerOnTrial = null;
        void worker.death.then(() => this.#onDeath(worker));
        return { worker, readiness: withVerdicts(readiness, this.#providers) };
      } catch (error) {
        await this.#onFailedStart(worker, error);
      }
    }
  }

  #spawn(): RunningWorker<WorkerApi> {
    const { spawnPort, entry, environment, log, givesWay = false } = this.#options;
    const process = spawnPort.spawn(entry, { serviceName: 'IrisVue Studio worker', environment, givesWay });
    const worker = new RunningWorker(process, workerClient, {
      heartbeat: this.#limits.heartbeat,
      timers: this.#timers,
      log,
    });
    this.#current = worker;
    void worker.death.then((death) => {
      if (this.#current === worker) this.#current = null;
      log(death.cause === 'closed' ? 'debug' : 'warn', 'worker ended', { pid: worker.pid, ...death });
    });
    return worker;
  }

  /** Returns when another start should be tried, and throws when not. */
  async #onFailedStart(worker: RunningWorker<WorkerApi>, error: unknown): Promise<void> {
    if (this.#closing.signal.aborted) throw closedFailure();
    if (!diedHoldingPhoto(error)) {
      // It lives and says no: models that are missing or changed, an engine that computes wrongly. No use again.
      await worker.close(this.#limits.closeGraceMs);
      throw error;
    }
    if (worker.providerOnTrial !== null) {
      this.#options.log('warn', 'provider took the worker down', { provider: worker.providerOnTrial });
      this.#providers.diedTrying(worker.providerOnTrial);
      return;
    }
    this.#crashes += 1;
    if (this.#crashes < this.#limits.crashes) return;
    const crashes = this.#crashes;
    this.#crashes = 0;
    throw new StudioFailure('engineUnavailable', { crashes, last: String(error) }, { cause: error });
  }

  /** A warm worker has gone: have another one ready before it is asked for. */
  async #onDeath(worker: RunningWorker<WorkerApi>): Promise<void> {
    const { cause } = await worker.death;
    this.#warm = null;
    if (this.#closing.signal.aborted) return;
    if (cause !== 'cancelled') this.#crashes += 1;
    if (this.#crashes >= this.#limits.crashes) {
      this.#options.log('error', 'worker keeps dying, waiting until it is asked for', {
        crashes: this.#crashes,
      });
      this.#crashes = 0;
      return;
    }
    this.#acquire().catch((error) => {
      if (this.#closing.signal.aborted) return;
      this.#options.log('error', 'worker could not be replaced', { reason: String(error) });
    });
  }

  #pause(milliseconds: number): Promise<void> {
    const { signal } = this.#closing;
    if (signal.aborted) return Promise.reject(closedFailure());
    if (milliseconds === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const stop = () => {
        callOff();
        reject(closedFailure());
      };
      const callOff = this.#timers.after(milliseconds, () => {
        signal.removeEventListener('abort', stop);
        resolve();
      });
      signal.addEventListener('abort', stop, { once: true });
    });
  }
}

const closedFailure = () => new StudioFailure('engineUnavailable', { reason: 'the supervisor was closed' });

function withVerdicts(readiness: WorkerReadiness, record: ProviderRecord): WorkerReadiness {
  return { ...readiness, verdicts: [...record.verdicts(), ...readiness.verdicts] };
}

function unlessAborted<Value>(value: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return value;
  return new Promise((resolve, reject) => {
    const abort = () => reject(new StudioFailure('cancelled'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    value.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
