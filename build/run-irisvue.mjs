/**
 * `npm run irisvue`: builds when a source is newer than the build, then runs the command line in the folder npm
 * was called from, so that relative paths mean what the user typed.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const entry = join(root, 'out/main/irisvue.js');

function newest(directory) {
  let latest = 0;
  for (const name of readdirSync(directory, { recursive: true })) {
    const { mtimeMs } = statSync(join(directory, name));
    if (mtimeMs > latest) latest = mtimeMs;
  }
  return latest;
}

function isCurrent() {
  const built = statSync(entry, { throwIfNoEntry: false });
  return built !== undefined && built.mtimeMs >= newest(join(root, 'src'));
}

if (!isCurrent()) {
  const viteCommand = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  execFileSync(process.execPath, [viteCommand, 'build', '--logLevel', 'error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
await import(pathToFileURL(entry).href);
