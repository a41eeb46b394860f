/**
 * Tries packaging where Electron's program cannot be had:
 *   node build/package-stand-in.ts
 * makes a folder of Electron's shape and runs `npm run package:dir` over it. Everything but the fuses is packed and
 * checked as it ships; what comes of it cannot start, and the last lines say so.
 */
import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './build-when-stale.ts';

/** Windows and Linux have a flat folder; macOS has bundles inside bundles, which nothing can stand in for. */
const programs: Partial<Record<NodeJS.Platform, string>> = { linux: 'electron', win32: 'electron.exe' };

/** @throws on macOS */
export async function makeStandIn(directory: string, version: string, platform = process.platform) {
  const program = programs[platform];
  if (program === undefined) throw new Error(`nothing stands in for Electron on ${platform}`);
  await mkdir(join(directory, 'resources'), { recursive: true });
  await mkdir(join(directory, 'locales'), { recursive: true });
  // Packaging gives it an icon on Windows, so that it has to be a program there.
  if (platform === 'win32') await copyFile(process.execPath, join(directory, program));
  else await writeFile(join(directory, program), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  await writeFile(join(directory, 'version'), version);
  await writeFile(join(directory, 'locales', 'en-US.pak'), '');
}

async function tryPackaging(): Promise<number> {
  const { version } = JSON.parse(await readFile(join(root, 'node_modules/electron/package.json'), 'utf8'));
  const directory = await mkdtemp(join(tmpdir(), 'irisvue-electron-'));
  try {
    await makeStandIn(directory, version);
    const npm = spawn('npm', ['run', 'package:dir'], {
      cwd: root,
      env: { ...process.env, ELECTRON_DIST: directory, npm_config_offline: 'true' },
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    return await new Promise((resolve, reject) => {
      npm.once('error', reject);
      npm.once('exit', (code) => resolve(code ?? 1));
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

if (import.meta.main) process.exitCode = await tryPackaging();
