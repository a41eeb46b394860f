/**
 * `npm start`: opens the desktop studio. Where there is no Electron, its own installer fetches it; where that or a
 * window is impossible, one line says why, and the same studio opens in a browser.
 */
import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { buildWhenStale, root } from './build-when-stale.ts';
import { fetchElectron, findElectron, hasSandboxHelper } from './electron-binary.ts';
import { howToStart, type Start, withoutElectron } from './how-to-start.ts';

const words = process.argv.slice(2);
const { platform, env } = process;

function start(): Start {
  return howToStart({
    platform,
    hasDisplay: platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY),
    userId: process.getuid?.() ?? null,
    sandbox: {
      // The one question that matters, asked of the system itself.
      hasNamespaces: spawnSync('unshare', ['--user', 'true'], { stdio: 'ignore' }).status === 0,
      hasHelper: hasSandboxHelper(findElectron(root, env)),
    },
    words,
  });
}

async function startWithElectron(): Promise<Start> {
  const wanted = start();
  if (wanted.how === 'browser' || findElectron(root, env) !== null) return wanted;
  process.stdout.write('Fetching Electron, about 110 MB and only this once…\n');
  const reason = await fetchElectron(root);
  return reason === null ? wanted : withoutElectron(reason);
}

const chosen = await startWithElectron();
const electron = findElectron(root, env);
const entry = buildWhenStale();
if (env.INIT_CWD) process.chdir(env.INIT_CWD);
if (chosen.how === 'desktop' && electron !== null) run(electron, [root, ...words]);
else {
  if (chosen.how === 'browser' && chosen.why !== null) process.stdout.write(`${chosen.why}\n\n`);
  run(process.execPath, [entry, 'studio', ...words]);
}

/** In our place: with our terminal, and its end is ours. */
function run(program: string, args: readonly string[]): void {
  const child = spawn(program, args, { stdio: 'inherit' });
  // A terminal sends Ctrl+C to both; the studio decides when it goes.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (signal === 'SIGTERM') child.kill(signal);
    });
  child.once('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
  child.once('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  });
}
