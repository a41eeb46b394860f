/**
 * Runs a command and watches the memory of its whole process tree. Linux only: it reads /proc; elsewhere the
 * peak is null and the table says so.
 */
import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';

export interface WatchedRun {
  readonly stdout: string;
  readonly exitCode: number | null;
  /** Largest sum of resident memory over all processes of the tree, sampled every 25 ms, in bytes. */
  readonly peakBytes: number | null;
}

export async function runWatched(command: string, args: readonly string[]): Promise<WatchedRun> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  let peakBytes: number | null = null;
  let running = true;
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve)).finally(() => {
    running = false;
  });
  const watching = (async () => {
    while (running && process.platform === 'linux' && child.pid !== undefined) {
      const bytes = await residentBytesOfTree(child.pid);
      if (bytes > (peakBytes ?? 0)) peakBytes = bytes;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  })();
  const exitCode = await ended;
  await watching;
  return { stdout: Buffer.concat(chunks).toString('utf8'), exitCode, peakBytes };
}

/** Shared pages (libraries) are counted once for each process, as a task manager would. */
async function residentBytesOfTree(root: number): Promise<number> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => null);
    if (stat === null) continue;
    // The command's name is in parentheses and may hold anything; fields after it are plain.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    parents.set(Number(name), parent);
  }
  let sum = 0;
  for (const pid of parents.keys()) {
    let ancestor: number | undefined = pid;
    while (ancestor !== undefined && ancestor !== root && ancestor > 1) ancestor = parents.get(ancestor);
    if (ancestor !== root) continue;
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    sum += Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
  }
  return sum;
}
