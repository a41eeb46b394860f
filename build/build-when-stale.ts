/** Builds when a source is newer than the build. */
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const commandLine = join(root, 'out/main/irisvue.js');

function newest(directory: string): number {
  let latest = 0;
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    const { mtimeMs } = statSync(join(directory, name));
    if (mtimeMs > latest) latest = mtimeMs;
  }
  return latest;
}

function isCurrent(): boolean {
  const built = statSync(commandLine, { throwIfNoEntry: false });
  return built !== undefined && built.mtimeMs >= newest(join(root, 'src'));
}

/** @returns the command line's entry */
export function buildWhenStale(): string {
  if (!isCurrent()) {
    const viteCommand = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
    execFileSync(process.execPath, [viteCommand, 'build', '--logLevel', 'error'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  return commandLine;
}
