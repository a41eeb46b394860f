/** One worker process from its start to its end. It is never used again after it died; the supervisor makes another. */
import { StudioFailure } from '../../contracts/failure.ts';
import type { Progress } from '../../contracts/progress.ts';
import { captureLines } from './captured-output.ts';
import { type HeartbeatLimits, startHeartbeat } from './heartbeat.ts';
import type { MessagePort, WorkerExit, WorkerProcess } from './spawn-port.ts';
import type { Timers } from './timers.ts';
import { readWorkerEvents, type SupervisorLog } from './worker-events.ts';

/** 'stopped' is a death of its own; the others are ours. */
export type DeathCause = 'stopped' | 'hung' | 'cancelled' | 'closed';

export interface WorkerDeath extends WorkerExit {
  readonly cause: DeathCause;
}

export interface RunningWorkerOptions {
  readonly heartbeat: HeartbeatLimits;
  readonly timers: Timers;
  readonly log: SupervisorLog;
}

/** What every worker answers, so that one that hangs can be told from one that works. */
export interface Watched {
  ping(): Promise<unknown>;
}

export class RunningWorker<Api extends Watched> {
  /** Resolves when the process has gone; never rejects. */
  readonly death: Promise<WorkerDeath>;
  /** Set while a photo is processed. */
  onProgress: ((jobId: string, progress: Progress) => void) | null = null;
  /** The provider that was announced last and has not been decided on. */
  providerOnTrial: string | null = null;

  readonly #process: WorkerProcess;
  readonly #client: Api;
  readonly #options: RunningWorkerOptions;
  #cause: DeathCause = 'stopped';

  constructor(process: WorkerProcess, client: (port: MessagePort) => Api, options: RunningWorkerOptions) {
    const { pid, port, stdout, stderr, exited } = process;
    const log: SupervisorLog = (level, message, fields) =>
      options.log(level, message, { workerPid: pid, ...fields });
    this.#process = process;
    this.#options = { ...options, log };
    this.#client = client(port);
    this.death = exited.then((exit) => ({ ...exit, cause: this.#cause }));
    captureLines(stdout, (line) => log('debug', 'worker output', { line }));
    captureLines(stderr, (line) => log('debug', 'worker error output', { line }));
    readWorkerEvents(port, {
      log,
      onProgress: (jobId, progress) => this.onProgress?.(jobId, progress),
      onTryingProvider: (provider) => {
        this.providerOnTrial = provider;
      },
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /**
   * Calls the worker and watches over it until it answers.
   * @throws StudioFailure what the worker answered; and when it dies, 'workerStopped', 'workerHung', or 'cancelled'
   *   where we ended it for that
   */
  async call<Result>(run: (worker: Api) => Promise<Result>): Promise<Result> {
    const { heartbeat: limits, timers, log } = this.#options;
    const onHung = () => {
      log('error', 'worker hung', { silentMs: limits.everyMs * limits.missed });
      this.end('hung');
    };
    const heartbeat = startHeartbeat(() => this.#client.ping(), onHung, limits, timers);
    const stopListening = this.#process.port.onMessage(heartbeat.alive);
    try {
      return await Promise.race([
        run(this.#client),
        this.death.then((death) => {
          throw failureOf(death);
        }),
      ]);
    } finally {
      heartbeat.stop();
      stopListening();
    }
  }

  /** Kills it; the first cause given is the one that counts. */
  end(cause: Exclude<DeathCause, 'stopped'>): void {
    if (this.#cause === 'stopped') this.#cause = cause;
    this.#process.kill();
  }

  /** Lets it go by itself, and kills it when it does not. */
  async close(graceMs: number): Promise<void> {
    if (this.#cause === 'stopped') this.#cause = 'closed';
    const callOff = this.#options.timers.after(graceMs, () => this.#process.kill());
    this.#process.disconnect();
    await this.death;
    callOff();
  }
}

function failureOf({ cause, code, signal }: WorkerDeath): StudioFailure {
  const codes = {
    stopped: 'workerStopped',
    hung: 'workerHung',
    cancelled: 'cancelled',
    closed: 'cancelled',
  } as const;
  return new StudioFailure(codes[cause], { cause, code, signal });
}
