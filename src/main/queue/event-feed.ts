import type { JobEvent } from '../../contracts/job.ts';
import type { Progress } from '../../contracts/progress.ts';
import type { Log } from '../library/log.ts';
import type { JobListener } from './job-queue.ts';

const pageSize = 500;

/**
 * Hands recorded events to whoever listens. An iterator reads pages from the store and sleeps when it has read
 * all, so a slow consumer costs no memory and misses nothing, and no one ever polls.
 */
export class EventFeed {
  readonly #read: (afterSequence: number, limit: number) => JobEvent[];
  readonly #log: Log;
  readonly #listeners = new Set<JobListener>();
  readonly #sleepers = new Set<() => void>();
  #isClosed = false;

  constructor(read: (afterSequence: number, limit: number) => JobEvent[], log: Log) {
    this.#read = read;
    this.#log = log;
  }

  subscribe(listener: JobListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  publish(events: readonly JobEvent[]): void {
    if (events.length === 0) return;
    for (const event of events) this.#tell((listener) => listener.event?.(event));
    this.#wake();
  }

  publishProgress(jobId: string, progress: Progress): void {
    this.#tell((listener) => listener.progress?.(jobId, progress));
  }

  async *after(sequence: number, signal?: AbortSignal): AsyncGenerator<JobEvent, void, undefined> {
    let last = sequence;
    while (!this.#isClosed && !signal?.aborted) {
      const page = this.#read(last, pageSize);
      for (const event of page) {
        last = event.sequence;
        yield event;
      }
      if (page.length === 0) await this.#sleep(signal);
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#listeners.clear();
    this.#wake();
  }

  #tell(call: (listener: JobListener) => void): void {
    for (const listener of this.#listeners) {
      try {
        call(listener);
      } catch (error) {
        this.#log.error({ error }, 'a listener of the queue threw');
      }
    }
  }

  #sleep(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#sleepers.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.#sleepers.add(wake);
      signal?.addEventListener('abort', wake);
    });
  }

  #wake(): void {
    for (const wake of [...this.#sleepers]) wake();
  }
}
