/**
 * Keeps the write-ahead log short without main's thread waiting for it. SQLite would checkpoint within whichever
 * commit fills the log: a thousand pages written and the disk waited for twice, up to a third of a second on a busy
 * one. Here main only looks how long the log is, and a thread with a connection of its own does the work, while main
 * goes on reading and committing. Decision 0012.
 */
import { Worker } from 'node:worker_threads';
import type { Database } from '../database.ts';
import type { Log } from '../log.ts';
import { pendingFrames } from './pending-frames.ts';

/** Four megabytes: as many as SQLite itself lets gather. */
const worthwhileFrames = 1000;
const lookEveryMs = 1000;

const entry = new URL(
  import.meta.url.endsWith('.ts') ? './checkpoint-thread.ts' : './checkpoint-thread.js',
  import.meta.url,
);

export class Checkpointer {
  readonly #database: Pick<Database, 'name' | 'pragma'>;
  readonly #log: Log;
  readonly #timer: NodeJS.Timeout;
  /** Most runs of the command line never write enough to need one. */
  #thread: Worker | null = null;
  #working: Promise<void> | null = null;
  #isClosed = false;

  constructor(database: Pick<Database, 'name' | 'pragma'>, log: Log) {
    this.#database = database;
    this.#log = log;
    this.#timer = setInterval(() => void this.look(), lookEveryMs);
    // No reason for the program to stay.
    this.#timer.unref();
  }

  /** Resolves when the log is short again, at once where it is not long. Never rejects. */
  look(): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    if (this.#working === null && pendingFrames(this.#database) < worthwhileFrames) return Promise.resolve();
    this.#working ??= this.#checkpoint().finally(() => {
      this.#working = null;
    });
    return this.#working;
  }

  /** Before the database is closed, so that this is the last connection and takes the log away. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    const thread = this.#thread;
    if (thread === null) return;
    const gone = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
    // Now it is awaited.
    thread.ref();
    thread.postMessage('close');
    await gone;
  }

  /** A thread that cannot do it, or dies, is made anew the next time; the log has a limit without it (`openDatabase`). */
  #checkpoint(): Promise<void> {
    const thread = this.#thread ?? this.#start();
    return new Promise((resolve) => {
      const end = (trouble: unknown) => {
        thread.off('message', end);
        thread.off('exit', end);
        if (trouble !== null) this.#log.warn({ trouble }, 'the write-ahead log could not be shortened');
        resolve();
      };
      thread.on('message', end);
      thread.on('exit', end);
      thread.postMessage('checkpoint');
    });
  }

  #start(): Worker {
    const thread = new Worker(entry, { workerData: this.#database.name });
    thread.unref();
    thread.on('error', (error) => this.#log.error({ error }, 'the thread for checkpoints ended'));
    thread.once('exit', () => {
      this.#thread = null;
    });
    this.#thread = thread;
    return thread;
  }
}
