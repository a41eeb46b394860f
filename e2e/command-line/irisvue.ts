/** Runs the built command line as a user would, on eyes that are drawn for the test. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  encodeFixture,
  type FixtureFormat,
  type FixtureOptions,
  renderFixture,
} from '../../models/rendered-eyes/fixtures.ts';
import type { PhotoLine } from '../../src/main/headless/photo-line.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
/** Made by `npm run build`, which `npm test` runs first. */
export const builtCommand = join(root, 'out/main/irisvue.js');

export interface CommandEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The lines of `--json`, parsed. */
  readonly lines: PhotoLine[];
}

export interface RunningCommand {
  readonly child: ChildProcess;
  readonly end: Promise<CommandEnd>;
}

export function startIrisvue(
  args: readonly string[],
  options: { command?: string; prefix?: readonly string[]; environment?: NodeJS.ProcessEnv } = {},
): RunningCommand {
  const whole = [...(options.prefix ?? []), process.execPath, options.command ?? builtCommand, ...args];
  const child = spawn(whole[0]!, whole.slice(1), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.environment },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const end = new Promise<CommandEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) =>
      resolve({ exitCode, signal, ...output, lines: parseLines(output.stdout) }),
    );
  });
  return { child, end };
}

/** Where a studio that was started opens, once it says so. @throws when it ends before that */
export async function linkOf({ child, end }: RunningCommand): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (text: string) => {
      output += text;
      const found = /http:\S+/.exec(output);
      if (found !== null && output.includes('Ctrl+C')) resolve(found[0]);
    });
    end.then(({ stderr }) => reject(new Error(`the studio did not start: ${stderr}`)), reject);
  });
}

export function irisvue(
  args: readonly string[],
  options: Parameters<typeof startIrisvue>[1] = {},
): Promise<CommandEnd> {
  return startIrisvue(args, options).end;
}

function parseLines(stdout: string): PhotoLine[] {
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{"input"'))
    .map((line) => JSON.parse(line) as PhotoLine);
}

/** A folder for one test file, gone afterwards. */
export async function temporaryDirectory(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'irisvue-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Draws an eye and writes it; returns the path and the truth. */
export async function writeEye(
  directory: string,
  name: string,
  options: FixtureOptions,
  format: FixtureFormat = 'jpeg',
) {
  const rendered = renderFixture(options);
  const path = join(directory, name);
  await writeFile(path, await encodeFixture(rendered, format));
  return { path, rendered };
}
