/**
 * Keeps the media worker: starts it when it is first needed, and lets what is looked at now go before what is made
 * ahead of time. When the process dies, whatever it held is tried once more, each task alone, so that the one that
 * kills it is known and the others are not blamed.
 */
import { StudioFailure } from '../../contracts/failure.ts';
import type { MediaAnswer, MediaApi, MediaTask } from '../../contracts/media-api.ts';
import { mediaClient } from './media-client.ts';
import { restartDelay } from './restart-backoff.ts';
import { RunningWorker } from './running-worker.ts';
import type { SpawnPort } from './spawn-port.ts';
import { systemTimers, type Timers } from './timers.ts';
import type { SupervisorLog } from './worker-events.ts';
import { defaultSupervisorLimits, diedHoldingPhoto, type SupervisorLimits } from './worker-supervisor.ts';

export type Urgency = 'now' | 'later';

export interface MediaWorker {
  /** Rejects as MediaApi.run does; with photoCrashesWorker when the process died twice on this task; with cancelled once closed. */
  run(task: MediaTask, urgency: Urgency): Promise<MediaAnswer>;
  /** Somebody waits for this target after all: where its task still stands in line, it goes before what nobody waits for. */
  hurry(target: string): void;
  close(): Promise<void>;
}

export interface MediaSupervisorOptions {
  readonly spawnPort: SpawnPort;
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly log: SupervisorLog;
  /** How many tasks that nobody waits for may run at a time; one more is kept free for those that somebody does. */
  readonly ahead?: number;
  readonly timers?: Timers;
  /** 0 to 1 */
  readonly random?: () => number;
  readonly limits?: Partial<SupervisorLimits>;
}

interface Waiting {
  readonly task: MediaTask;
  readonly urgency: Urgency;
  readonly resolve: (answer: MediaAnswer) => void;
  readonly reject: (error: unknown) => void;
  deaths: number;
}

export function createMediaWorker(options: MediaSupervisorOptions): MediaWorker {
  return new MediaSupervisor(options);
}

class MediaSupervisor implements MediaWorker {
  readonly #options: MediaSupervisorOptions;
  readonly #limits: SupervisorLimits;
  readonly #timers: Timers;
  readonly #waiting: Record<Urgency, Waiting[]> = { now: [], later: [] };
  /** What took the process down, to be tried again one by one. */
  readonly #suspects: Waiting[] = [];
  readonly #running = new Set<Waiting>();
  #worker: RunningWorker<MediaApi> | null = null;
  #crashes = 0;
  #isResting = false;
  #isClosed = false;

  constructor(options: MediaSupervisorOptions) {
    this.#options = options;
    this.#limits = { ...defaultSupervisorLimits, ...options.limits };
    this.#timers = options.timers ?? systemTimers;
  }

  run(task: MediaTask, urgency: Urgency): Promise<MediaAnswer> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(closed());
      this.#waiting[urgency].push({ task, urgency, resolve, reject, deaths: 0 });
      this.#next();
    });
  }

  hurry(target: string): void {
    const { later, now } = this.#waiting;
    const index = later.findIndex(({ task }) => 'target' in task && task.target === target);
    if (index === -1) return;
    for (const waiting of later.splice(index, 1)) now.push({ ...waiting, urgency: 'now' });
    this.#next();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const lane of [this.#suspects, this.#waiting.now, this.#waiting.later]) {
      for (const { reject } of lane.splice(0)) reject(closed());
    }
    await this.#worker?.close(this.#limits.closeGraceMs);
  }

  #next(): void {
    for (;;) {
      const next = this.#isClosed || this.#isResting ? undefined : this.#take();
      if (!next) return;
      this.#running.add(next);
      void this.#run(next);
    }
  }

  #take(): Waiting | undefined {
    const running = [...this.#running];
    if (running.some(({ deaths }) => deaths > 0)) return undefined;
    if (this.#suspects.length > 0) return running.length === 0 ? this.#suspects.shift() : undefined;
    const ahead = this.#options.ahead ?? 1;
    if (running.length > ahead) return undefined;
    const now = this.#waiting.now.shift();
    if (now) return now;
    const busyAhead = running.filter(({ urgency }) => urgency === 'later').length;
    return busyAhead < ahead ? this.#waiting.later.shift() : undefined;
  }

  async #run(waiting: Waiting): Promise<void> {
    try {
      const worker = this.#acquire();
      const answer = await worker.call((api) => api.run(waiting.task));
      this.#crashes = 0;
      waiting.resolve(answer);
    } catch (error) {
      if (this.#isClosed) waiting.reject(closed());
      else if (!diedHoldingPhoto(error)) waiting.reject(error);
      else if (waiting.deaths > 0) waiting.reject(new StudioFailure('photoCrashesWorker', error.details));
      else {
        waiting.deaths += 1;
        this.#suspects.push(waiting);
      }
    } finally {
      this.#running.delete(waiting);
      this.#next();
    }
  }

  #acquire(): RunningWorker<MediaApi> {
    if (this.#worker) return this.#worker;
    const { spawnPort, entry, environment, log } = this.#options;
    const process = spawnPort.spawn(entry, { serviceName: 'IrisVue Studio media', environment });
    const { heartbeat } = this.#limits;
    const worker = new RunningWorker(process, mediaClient, { heartbeat, timers: this.#timers, log });
    this.#worker = worker;
    void worker.death.then((death) => {
      this.#worker = null;
      if (this.#isClosed) return;
      log('warn', 'media worker ended', { pid: worker.pid, ...death });
      this.#rest();
    });
    return worker;
  }

  /** One that dies at once must not keep the machine busy dying. */
  #rest(): void {
    this.#crashes += 1;
    const delay = restartDelay(this.#crashes, this.#options.random ?? Math.random, this.#limits.backoff);
    this.#isResting = true;
    this.#timers.after(delay, () => {
      this.#isResting = false;
      this.#next();
    });
  }
}

const closed = () => new StudioFailure('cancelled', { reason: 'the media worker was closed' });
