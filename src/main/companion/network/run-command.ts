import { execFile } from 'node:child_process';
import { win32 } from 'node:path';

/** Asks one of the system's own programs. Null where there is no such program or it did not answer in time. */
export type RunCommand = (
  program: string,
  args: readonly string[],
  options?: { readonly environment?: Readonly<Record<string, string>> },
) => Promise<{ readonly exitCode: number; readonly output: string } | null>;

/**
 * A program of Windows' own, by its full path: by its name alone, one that lies in the working folder would be run.
 */
export const windowsProgram = (...parts: string[]): string =>
  win32.join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', ...parts);

const patienceMs = 8_000;
const largestOutput = 1_000_000;

/** No shell between; standard output only. */
export const runSystemCommand: RunCommand = (program, args, { environment = {} } = {}) =>
  new Promise((resolve) => {
    execFile(
      program,
      [...args],
      {
        timeout: patienceMs,
        maxBuffer: largestOutput,
        windowsHide: true,
        // English words where a program translates them.
        env: { ...process.env, LC_ALL: 'C', ...environment },
      },
      (error, output) => {
        if (error === null) resolve({ exitCode: 0, output });
        else resolve(typeof error.code === 'number' ? { exitCode: error.code, output } : null);
      },
    );
  });
