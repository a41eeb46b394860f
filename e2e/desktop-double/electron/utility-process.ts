/** Utility processes as children of Node that see what a utility process sees; see utility-child.ts. */
import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import { app, requireReady } from './app.ts';

interface ForkOptions {
  readonly serviceName?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly stdio?: 'pipe' | readonly string[];
}

const child = new URL('../utility-child.ts', import.meta.url).href;

export class UtilityProcess extends EventEmitter {
  static readonly alive = new Set<UtilityProcess>();
  readonly serviceName: string;
  readonly environment: readonly string[];
  readonly #child: ChildProcess;
  pid: number | undefined;

  constructor(entry: string, args: readonly string[], { serviceName = '', env, stdio }: ForkOptions) {
    super();
    requireReady('utilityProcess.fork');
    if (stdio === undefined)
      throw new Error('the studio’s utility processes must not write to its own output');
    if (Array.isArray(stdio) && stdio[0] !== 'ignore')
      throw new Error('stdin of a utility process is ignored');
    this.serviceName = serviceName;
    this.environment = Object.keys(env ?? process.env).sort();
    this.#child = fork(entry, [...args], {
      serialization: 'advanced',
      execArgv: ['--import', child],
      env: env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    UtilityProcess.alive.add(this);
    this.#child.once('spawn', () => {
      this.pid = this.#child.pid;
      this.emit('spawn');
    });
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.once('exit', (code, signal) => this.#exited(code, signal));
  }

  get stdout() {
    return this.#child.stdout;
  }
  get stderr() {
    return this.#child.stderr;
  }
  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(structuredClone(message) as object, () => {});
  }
  kill(): boolean {
    return this.#child.kill('SIGTERM');
  }

  #exited(code: number | null, signal: NodeJS.Signals | null): void {
    UtilityProcess.alive.delete(this);
    const exitCode = code ?? (signal === null ? 1 : constants.signals[signal]);
    if (exitCode !== 0) {
      const reason =
        signal === 'SIGKILL' || signal === 'SIGTERM'
          ? 'killed'
          : signal === null
            ? 'abnormal-exit'
            : 'crashed';
      const name = this.serviceName;
      const details = { type: 'Utility', reason, exitCode, name, serviceName: 'node.mojom.NodeService' };
      app.emit('child-process-gone', {}, details);
    }
    this.pid = undefined;
    this.emit('exit', exitCode);
  }
}

export const utilityProcess = {
  fork: (entry: string, args: readonly string[] = [], options: ForkOptions = {}) =>
    new UtilityProcess(entry, args, options),
};
