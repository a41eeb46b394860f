/** Electron's own program: since version 42 its package has only a way to fetch it. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const programs: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};
/** About 110 MB. */
const fetchingMs = 5 * 60_000;

/** As the package itself looks for it, but without fetching; null where there is none. */
export function findElectron(root: string, environment: NodeJS.ProcessEnv): string | null {
  const packageDirectory = join(root, 'node_modules/electron');
  const pathFile = join(packageDirectory, 'path.txt');
  const named = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : '';
  const program = named || (programs[process.platform] ?? 'electron');
  const path = join(environment.ELECTRON_OVERRIDE_DIST_PATH ?? join(packageDirectory, 'dist'), program);
  return existsSync(path) ? path : null;
}

/**
 * Has the package's own installer fetch it, which heeds mirrors and proxies (`ELECTRON_MIRROR` and its like).
 * @returns why it did not, in a few words; null when it is here
 */
export function fetchElectron(root: string, limitMs = fetchingMs): Promise<string | null> {
  const installer = join(root, 'node_modules/electron/install.js');
  if (!existsSync(installer)) return Promise.resolve('its package is not installed');
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [installer], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const timer = setTimeout(() => {
      said = 'it took too long';
      child.kill('SIGKILL');
    }, limitMs);
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve(code === 0 ? null : shortReason(said));
    });
  });
}

/** The first line that says something, without the error's class. */
export function shortReason(text: string): string {
  const line = text.split('\n').find((each) => each.trim() !== '') ?? 'its installer failed';
  const reason = line
    .replace(/^\w*Error: /, '')
    .trim()
    .slice(0, 120);
  // What Node's fetch says of every network that leads nowhere.
  return reason === 'fetch failed' ? 'its server cannot be reached' : reason;
}

/** Chromium's helper counts when it belongs to root and takes root's rights. */
export function hasSandboxHelper(electron: string | null): boolean {
  if (electron === null) return false;
  const helper = statSync(join(dirname(electron), 'chrome-sandbox'), { throwIfNoEntry: false });
  return helper !== undefined && helper.uid === 0 && (helper.mode & 0o4000) !== 0;
}
