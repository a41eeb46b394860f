/** `app`, and the order of things at the start and the end as Electron documents it. */
import { EventEmitter } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { happened, isPrevented, served } from './facts.ts';
import { server } from './server.ts';

/** What `app.quit` closes; BrowserWindow fills it. */
export const openWindows = new Set<{ close(): void; destroy(): void; isDestroyed(): boolean }>();

class App extends EventEmitter {
  readonly isPackaged = false;
  isSandboxed = false;
  badge = 0;
  readonly #paths = new Map<string, string>();
  #name = 'Electron';
  #isReady = false;
  #isQuitting = false;
  readonly #ready: Promise<void>;
  /** The process was started with these, as Chromium would read them. */
  readonly commandLine = {
    hasSwitch: (name: string) => process.argv.includes(`--${name}`),
    getSwitchValue: () => '',
    appendSwitch: () => {},
  };

  constructor() {
    super();
    this.#ready = server.listening.then(() => {
      this.#isReady = true;
      this.emit('ready', {}, {});
    });
  }

  whenReady(): Promise<void> {
    return this.#ready;
  }
  isReady(): boolean {
    return this.#isReady;
  }
  enableSandbox(): void {
    requireBeforeReady('app.enableSandbox');
    this.isSandboxed = true;
  }
  setName(name: string): void {
    this.#name = name;
  }
  getName(): string {
    return this.#name;
  }
  getVersion(): string {
    return '0.0.0';
  }
  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }
  getPath(name: string): string {
    const known = this.#paths.get(name);
    if (known !== undefined) return known;
    const usual: Record<string, string> = { home: homedir(), temp: tmpdir() };
    return usual[name] ?? join(this.getPath('userData'), name);
  }
  setAppUserModelId(): void {}
  setAsDefaultProtocolClient(): boolean {
    return true;
  }
  setBadgeCount(count = 0): boolean {
    this.badge = count;
    return true;
  }

  /** A file in `userData` names the owner; a second start leaves what it has to say beside it. */
  requestSingleInstanceLock(data: unknown = {}): boolean {
    const directory = join(this.getPath('userData'), 'double');
    const owner = join(directory, 'owner');
    mkdirSync(directory, { recursive: true });
    if (isAlive(owner)) {
      const said = { argv: process.argv, directory: process.cwd(), data };
      const part = join(directory, `${process.pid}.part`);
      writeFileSync(part, JSON.stringify(said));
      renameSync(part, join(directory, `${process.pid}.said`));
      return false;
    }
    rmSync(owner, { force: true });
    writeFileSync(owner, String(process.pid), { flag: 'wx' });
    watch(directory, () => this.#hearSecondStarts(directory));
    return true;
  }

  #hearSecondStarts(directory: string): void {
    for (const name of readdirSync(directory).filter((each) => each.endsWith('.said'))) {
      const path = join(directory, name);
      try {
        const said = JSON.parse(readFileSync(path, 'utf8'));
        rmSync(path);
        this.emit('second-instance', {}, said.argv, said.directory, said.data);
      } catch {
        // Not written to its end yet, or heard by an earlier turn.
      }
    }
  }

  quit(): void {
    if (this.#isQuitting) return;
    this.#isQuitting = true;
    // Never within the call itself.
    setImmediate(() => {
      this.#isQuitting = false;
      if (isPrevented(this, 'before-quit')) return;
      for (const window of [...openWindows]) window.close();
      if (openWindows.size > 0) return;
      this.#leave(0);
    });
  }

  exit(code = 0): void {
    for (const window of [...openWindows]) window.destroy();
    happened('exit');
    setImmediate(() => process.exit(code));
  }

  /** Called by BrowserWindow when the last one has gone. */
  windowsClosed(): void {
    if (this.listenerCount('window-all-closed') === 0) this.quit();
    else this.emit('window-all-closed');
  }

  #leave(code: number): void {
    if (isPrevented(this, 'will-quit')) return;
    this.emit('quit', {}, code);
    happened('quit');
    setImmediate(() => process.exit(code));
  }
}

function isAlive(owner: string): boolean {
  try {
    process.kill(Number(readFileSync(owner, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}

export const app = new App();

export function requireBeforeReady(what: string): void {
  if (app.isReady()) throw new Error(`${what} must be called before the app is ready`);
}
export function requireReady(what: string): void {
  if (!app.isReady()) throw new Error(`${what} cannot be used before the app is ready`);
}

served.ready = async () => {
  await app.whenReady();
  return { port: await server.listening };
};
