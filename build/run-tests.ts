/**
 * `npm test`: the unit tests, then the window's specs where this machine has a Chromium; one plain line at the end
 * adds up both. With arguments, only Vitest runs and gets them.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium, noChromium } from '../e2e/chromium.ts';
import { addCounts, type Counts, closingLine, namedLines, nothing } from './test-counts.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const playwright = join(root, 'node_modules/@playwright/test/cli.js');

interface Wishes {
  readonly environment?: NodeJS.ProcessEnv;
  readonly quiet?: boolean;
}

function run(script: string, args: readonly string[], { environment, quiet }: Wishes = {}): number {
  const env = { ...process.env, ...environment };
  const stdio = quiet === true ? 'ignore' : 'inherit';
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, env, stdio });
  return status ?? 1;
}

/** What a run counted; one that ends before it counts has failed. */
function counted(script: string, args: readonly string[], quiet = false): Counts {
  const folder = mkdtempSync(join(tmpdir(), 'irisvue-counts-'));
  const path = join(folder, 'counts.json');
  try {
    const status = run(script, args, { environment: { IRISVUE_COUNTS: path }, quiet });
    const counts = readCounts(path) ?? { ...nothing, failed: 1 };
    return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readCounts(path: string): Counts | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Counts;
  } catch {
    return null;
  }
}

const [, , ...args] = process.argv;
if (args.length > 0) process.exit(run(vitest, ['run', ...args]));

const units = counted(vitest, ['run']);
let specs: Counts;
if (findChromium() === null) {
  // Listed only, all of them count as skipped.
  specs = counted(playwright, ['test', '--list'], true);
  console.log(`\nskipped: ${specs.skipped} specs of the window. ${noChromium}`);
} else {
  specs = counted(playwright, ['test']);
}
const all = addCounts(units, specs);
console.log(['', ...namedLines(all), closingLine(all)].join('\n'));
process.exitCode = all.failed > 0 ? 1 : 0;
