/** How main starts another process, so that a fork now and Electron's utility process later look the same. */
import type { Readable } from 'node:stream';

export interface WorkerExit {
  readonly code: number | null;
  /** Name of the signal that ended it, or what else is known of its end. */
  readonly signal: string | null;
}

export interface MessagePort {
  /** Does nothing once the other end has gone. */
  post(message: unknown): void;
  /** @returns a function that stops listening */
  onMessage(listener: (message: unknown) => void): () => void;
}

export interface WorkerProcess {
  /** Undefined when the process could not be started; then `exited` is settled soon. */
  readonly pid: number | undefined;
  readonly port: MessagePort;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  /** Resolves when the process has gone and everything it said has been read. Never rejects. */
  readonly exited: Promise<WorkerExit>;
  /** Asks it to end on its own. */
  disconnect(): void;
  /** Ends it now, whatever it is doing. */
  kill(): void;
}

export interface SpawnOptions {
  /** What the operating system shows, where it can. */
  readonly serviceName: string;
  /** The whole environment of the process, not an addition to ours. */
  readonly environment: Readonly<Record<string, string>>;
  /** Runs below normal priority, so that what a person looks at stays smooth while it computes. */
  readonly givesWay?: boolean;
}

export interface SpawnPort {
  spawn(entry: string, options: SpawnOptions): WorkerProcess;
}
