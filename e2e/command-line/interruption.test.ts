import { execFileSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { irisvue, type RunningCommand, startIrisvue, temporaryDirectory, writeEye } from './irisvue.ts';

describe('interruptions', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let photo: string;

  beforeEach(async () => {
    directory = await temporaryDirectory();
    // Large enough to have many tiles, so that there is a middle to be interrupted in.
    const eye = { seed: 8, width: 960, height: 720, irisDiameter: 560 };
    photo = (await writeEye(directory.path, 'eye.jpg', eye)).path;
  });
  afterEach(() => directory.remove());

  const args = (...photos: string[]) => [
    'process',
    ...photos,
    '--json',
    '--out',
    join(directory.path, 'out'),
    '--data',
    join(directory.path, 'data'),
  ];

  it('goes on with a new worker when the worker is killed in the middle of a photo', async () => {
    const command = startIrisvue(args(photo));
    const { worker } = await photoInWork(command, directory.path);
    process.kill(worker, 'SIGKILL');
    const end = await command.end;
    expect(end.lines[0]?.error).toBeNull();
    expect(end.exitCode, end.stderr).toBe(0);
    const jobs = await irisvue(['jobs', '--json', '--data', join(directory.path, 'data')]);
    const { job } = JSON.parse(jobs.stdout.split('\n')[0]!) as { job: { crashCount: number } };
    expect(job.crashCount).toBe(1);
  });

  it('sets a photo aside that takes the worker down twice, and goes on with the next', async () => {
    const next = (await writeEye(directory.path, 'next.jpg', { seed: 9, irisDiameter: 200 })).path;
    const command = startIrisvue(args(photo, next));
    const first = await photoInWork(command, directory.path);
    process.kill(first.worker, 'SIGKILL');
    const second = await photoInWork(command, directory.path, first);
    process.kill(second.worker, 'SIGKILL');
    const end = await command.end;
    expect(end.lines.map((line) => line.error?.code ?? line.status).sort()).toEqual([
      'completed',
      'photoCrashesWorker',
    ]);
    expect(end.exitCode).toBe(1);
  });

  it('stops cleanly on an interrupt, and the same command goes on', async () => {
    const others = await Promise.all(
      [10, 11].map((seed) => writeEye(directory.path, `other-${seed}.jpg`, { seed, irisDiameter: 240 })),
    );
    const photos = [others[0]!.path, photo, others[1]!.path];
    const command = startIrisvue(args(...photos));
    await firstLine(command);
    command.child.kill('SIGINT');
    const stopped = await command.end;
    expect(stopped.signal).toBeNull();
    expect(stopped.exitCode).toBe(1);
    expect(stopped.stderr).toContain('The same command goes on from here.');
    expect(stopped.lines.some((line) => line.error?.code === 'cancelled')).toBe(true);
    expect(await partialFiles(directory.path)).toEqual([]);
    const finished = stopped.lines.filter((line) => line.status === 'completed');
    expect(finished.length).toBeGreaterThan(0);

    const resumed = await irisvue(args(...photos));
    expect(resumed.lines.map((line) => line.status)).toEqual(['completed', 'completed', 'completed']);
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    // What was finished before the interrupt was not done again.
    const again = resumed.lines.find((line) => line.input === finished[0]!.input)!;
    expect(again.timings).toEqual(finished[0]!.timings);
  });

  it('tells a second studio in one sentence that the library is in use', async () => {
    const command = startIrisvue(args(photo));
    await photoInWork(command, directory.path);
    // It has the library for as long as it stands still, and does not end meanwhile.
    command.child.kill('SIGSTOP');
    const second = await irisvue(args(photo));
    command.child.kill('SIGCONT');
    expect(second.exitCode).toBe(1);
    expect(second.stderr.trim().split('\n')).toEqual([
      'Another IrisVue Studio is using this library. Close the other one first, or choose another data folder.',
    ]);
    expect((await command.end).exitCode).toBe(0);
  });
});

interface InWork {
  readonly worker: number;
  readonly parts: readonly string[];
}

/**
 * Resolves when the worker writes into a result's folder: the photo's mask comes before the long enhancement.
 * @param earlier what was in work before; what a dead worker leaves lies there for a moment more
 */
async function photoInWork(command: RunningCommand, directory: string, earlier?: InWork): Promise<InWork> {
  let ended = false;
  void command.end.then(() => {
    ended = true;
  });
  while (!ended) {
    const worker = findWorker(command.child.pid!);
    const parts = await partialFiles(join(directory, 'data', 'results'));
    const isNew = parts.some((part) => !earlier?.parts.includes(part));
    if (isNew && worker !== null && worker !== earlier?.worker) return { worker, parts };
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`the command ended before its photo was in work: ${(await command.end).stderr}`);
}

function firstLine(command: RunningCommand): Promise<void> {
  return new Promise((resolve, reject) => {
    command.child.stdout!.once('data', () => resolve());
    void command.end.then((end) => reject(new Error(end.stderr)));
  });
}

async function partialFiles(directory: string): Promise<string[]> {
  const names = await readdir(directory, { recursive: true }).catch(() => []);
  return names.filter((name) => name.endsWith('.part'));
}

function findWorker(parent: number): number | null {
  try {
    const list = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(parent)], { encoding: 'utf8' });
    const line = list.split('\n').find((entry) => entry.includes('gpu-worker'));
    return line === undefined ? null : Number.parseInt(line, 10);
  } catch {
    return null;
  }
}
