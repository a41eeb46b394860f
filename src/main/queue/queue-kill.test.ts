/** Kills a working program at random moments and holds it to everything that it had said. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../library/fixtures.ts';

const rounds = 25;
/** A round costs a start of Node. On a machine that is busy with other things fewer rounds must do. */
const fewestRounds = 5;
const budgetMs = 12_000;
const child = fileURLToPath(new URL('./queue-kill-child.ts', import.meta.url));

it('loses no job that was accepted and does none twice, however often it is killed', async () => {
  const folder = await temporaryFolder();
  const directory = join(folder.path, 'data');
  const startedAt = performance.now();
  const random = seeded(20260105);
  const added = new Set<string>();
  const completed = new Set<string>();
  try {
    for (let round = 0; round < rounds; round += 1) {
      if (round >= fewestRounds && performance.now() - startedAt > budgetMs) break;
      const said = await runAndKill(directory, Math.ceil(random() * 80), random() * 4);
      for (const line of said) {
        const [what, id] = line.split(' ');
        if (what === 'added' && id) added.add(id);
        if (what === 'completed' && id) completed.add(id);
      }
      check(join(directory, 'library.db'), added, completed);
    }
  } finally {
    await folder.remove();
  }
  expect(added.size).toBeGreaterThan(20);
  expect(completed.size).toBeGreaterThan(20);
});

/**
 * Kills it a little after it has said so many lines, whatever the machine does besides; returns all whole lines
 * that it said before it died.
 */
async function runAndKill(directory: string, lines: number, afterMs: number): Promise<string[]> {
  const program = spawn(process.execPath, [child, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(directory, '..', 'compiled') },
  });
  let output = '';
  let isDoomed = false;
  program.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (isDoomed || output.split('\n').length <= lines) return;
    isDoomed = true;
    setTimeout(() => program.kill('SIGKILL'), afterMs);
  });
  const [, signal] = await once(program, 'close');
  expect(signal).toBe('SIGKILL');
  return output.split('\n').slice(0, -1);
}

function check(path: string, added: ReadonlySet<string>, completed: ReadonlySet<string>): void {
  const database = new Sqlite(path);
  try {
    expect(database.pragma('quick_check', { simple: true })).toBe('ok');
    const jobs = database.prepare<[], { id: string; state: string }>('SELECT id, state FROM jobs').all();
    const states = new Map(jobs.map((job) => [job.id, job.state]));
    expect([...added].filter((id) => !states.has(id))).toEqual([]);
    expect([...completed].filter((id) => states.get(id) !== 'completed')).toEqual([]);
    const done = database
      .prepare<[], { id: string }>('SELECT job_id AS id FROM done')
      .all()
      .map(({ id }) => id);
    expect(done.length).toBe(new Set(done).size);
    const completedRows = jobs.filter((job) => job.state === 'completed').map((job) => job.id);
    expect(done.toSorted()).toEqual(completedRows.toSorted());
    const told = database
      .prepare<[], { id: string }>("SELECT job_id AS id FROM events WHERE type = 'completed'")
      .all()
      .map(({ id }) => id);
    expect(told.toSorted()).toEqual(completedRows.toSorted());
  } finally {
    database.close();
  }
}

/** Mulberry32: the same moments in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
