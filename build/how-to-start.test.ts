/** What `npm start` decides, and what it does on a machine like this one: without a screen, without Electron. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from './build-when-stale.ts';
import { fetchElectron, findElectron, shortReason } from './electron-binary.ts';
import { howToStart, type Machine, withoutElectron } from './how-to-start.ts';

const machine: Machine = {
  platform: 'linux',
  hasDisplay: true,
  userId: 1000,
  sandbox: { hasNamespaces: true, hasHelper: false },
  words: [],
};
const browser = (why: string) => ({ how: 'browser', why: expect.stringContaining(why) });

test('opens the desktop where it can', () => {
  expect(howToStart(machine)).toEqual({ how: 'desktop' });
  expect(howToStart({ ...machine, platform: 'darwin', userId: 501 })).toEqual({ how: 'desktop' });
  expect(howToStart({ ...machine, platform: 'win32', userId: null })).toEqual({ how: 'desktop' });
  const helped = { hasNamespaces: false, hasHelper: true };
  expect(howToStart({ ...machine, sandbox: helped })).toEqual({ how: 'desktop' });
});

test('says in one line why it opens a browser instead', () => {
  const bare = { hasNamespaces: false, hasHelper: false };
  for (const [change, why] of [
    [{ hasDisplay: false }, 'no screen'],
    [{ userId: 0 }, 'As root'],
    [{ sandbox: bare }, 'sandbox'],
  ] as const) {
    const start = howToStart({ ...machine, ...change });
    expect(start).toEqual(browser(why));
    expect(JSON.stringify(start)).not.toContain('\\n');
  }
  expect(withoutElectron('no network')).toEqual(browser('no network'));
  expect(howToStart({ ...machine, words: ['--port', '8080'] })).toEqual({ how: 'browser', why: null });
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'irisvue-start-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('finds Electron where its package or the user has it', async () => {
  expect(findElectron(folder, {})).toBeNull();
  const dist = join(folder, 'node_modules/electron/dist');
  await mkdir(dist, { recursive: true });
  await writeFile(join(folder, 'node_modules/electron/path.txt'), 'electron');
  expect(findElectron(folder, {})).toBeNull();
  await writeFile(join(dist, 'electron'), '');
  expect(findElectron(folder, {})).toBe(join(dist, 'electron'));
  expect(findElectron(folder, { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'elsewhere') })).toBeNull();
});

test('lets the package’s own installer fetch it, for a limited time, and tells why it could not', async () => {
  const installer = join(folder, 'node_modules/electron/install.js');
  expect(await fetchElectron(folder)).toBe('its package is not installed');
  await mkdir(join(folder, 'node_modules/electron'), { recursive: true });
  await writeFile(
    installer,
    "console.error('RequestError: getaddrinfo ENOTFOUND a.example\\n  at x'); process.exit(1)",
  );
  expect(await fetchElectron(folder)).toBe('getaddrinfo ENOTFOUND a.example');
  await writeFile(installer, 'setInterval(() => {}, 1000)');
  expect(await fetchElectron(folder, 200)).toBe('it took too long');
  await writeFile(installer, '');
  expect(await fetchElectron(folder)).toBeNull();
  expect(shortReason('')).toBe('its installer failed');
  expect(shortReason('TypeError: fetch failed\n    at x')).toBe('its server cannot be reached');
});

test('without a screen it says so and serves the studio to a browser', async () => {
  const { DISPLAY: _screen, WAYLAND_DISPLAY: _other, INIT_CWD: _folder, ...environment } = process.env;
  const child = spawn(
    process.execPath,
    [join(root, 'build/start-studio.ts'), '--data', join(folder, 'library')],
    { env: environment, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  if (process.platform !== 'linux') {
    child.kill();
    return;
  }
  while (!output.includes('Ctrl+C')) await once(child.stdout, 'data');
  expect(output).toMatch(
    /^There is no screen to open a window on, so the studio opens in a browser instead\.\n/,
  );
  expect(output).toMatch(/http:\/\/127\.0\.0\.1:\d+\//);
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
});
