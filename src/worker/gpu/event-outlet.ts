/** Numbers what the worker tells its parent beside the calls, and keeps progress to a pace that a window can paint. */
import type { Progress } from '../../contracts/progress.ts';
import type { WorkerEvent } from '../../contracts/worker-api.ts';

export type WorkerLogLevel = 'debug' | 'info' | 'warn' | 'error';
export type WorkerLog = (level: WorkerLogLevel, message: string, fields?: object) => void;

/** At most ten a second. */
export const progressIntervalMs = 100;

export interface OutletClock {
  /** Monotonic milliseconds. */
  now(): number;
  /** @returns a function that calls it off */
  after(milliseconds: number, run: () => void): () => void;
}

export interface ProgressOutlet {
  report(progress: Progress): void;
  /** Sends what is still held back; nothing is sent afterwards. */
  finish(): void;
}

export class EventOutlet {
  #sequence = 0;
  readonly #post: (message: WorkerEvent) => Promise<void>;
  readonly #clock: OutletClock;

  constructor(post: (message: WorkerEvent) => Promise<void>, clock: OutletClock) {
    this.#post = post;
    this.#clock = clock;
  }

  /** Resolves once the event has left the process. */
  send(event: WorkerEvent['event']): Promise<void> {
    this.#sequence += 1;
    return this.#post({ kind: 'event', sequence: this.#sequence, event });
  }

  readonly log: WorkerLog = (level, message, fields = {}) => {
    void this.send({ type: 'log', level, message, fields: { ...fields } });
  };

  /**
   * The first report goes at once; one that comes too early is held back until its time, and a later one replaces
   * it. The share never falls.
   */
  progressOf(jobId: string): ProgressOutlet {
    let held: Progress | null = null;
    let share = 0;
    let sentAt = Number.NEGATIVE_INFINITY;
    let callOff: (() => void) | null = null;
    let finished = false;

    const send = () => {
      callOff?.();
      callOff = null;
      if (held === null) return;
      const progress = held;
      held = null;
      sentAt = this.#clock.now();
      void this.send({ type: 'progress', jobId, progress });
    };

    return {
      report: (progress) => {
        if (finished) return;
        share = Math.max(share, progress.share);
        held = { ...progress, share };
        const wait = sentAt + progressIntervalMs - this.#clock.now();
        if (wait <= 0) send();
        else callOff ??= this.#clock.after(wait, send);
      },
      finish: () => {
        send();
        finished = true;
      },
    };
  }
}
