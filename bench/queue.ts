/**
 * How fast the queue is, measured so that the machine's disk cancels out: jobs claimed and completed per second
 * beside raw commits of the same shape, in turns on the same disk; the slowest percent of claims with a thousand
 * and with a million jobs waiting, in turns too; and how long a hundred thousand jobs take to be added at once.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Checkpointer } from '../src/main/library/checkpoints/checkpointer.ts';
import { makeLogRoom } from '../src/main/library/checkpoints/log-room.ts';
import { type Database, openDatabase } from '../src/main/library/database.ts';
import { silentLog } from '../src/main/library/log.ts';
import { migrate } from '../src/main/library/migrate.ts';
import type { JobQueue, NewJob } from '../src/main/queue/job-queue.ts';
import { createSqliteQueue } from '../src/main/queue/sqlite-queue.ts';
import { createSqliteStore } from '../src/main/queue/sqlite-store.ts';
import { type Figure, formatFigures } from './figure.ts';

const jobs = (count: number): NewJob[] =>
  Array.from({ length: count }, (_, i) => ({
    kind: 'process',
    payload: { photoId: String(i).padStart(64, '0'), recipe: { strength: 1 } },
    priority: i % 10 === 0 ? ('interactive' as const) : ('batch' as const),
  }));

export async function benchQueue(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'irisvue-bench-'));
  try {
    const add = await benchAdd(openMigrated(join(folder, 'add.db')));
    const { jobsPerSecond, rawPerSecond } = await benchThroughput(folder);
    const small = filled(join(folder, 'small.db'), 1000);
    const large = filled(join(folder, 'large.db'), 1_000_000);
    const claims = benchClaims(small, large, 1000);
    for (const database of [small, large]) database.pragma('synchronous = OFF');
    const claimsWithoutSync = benchClaims(small, large, 5000);
    for (const database of [small, large]) database.close();
    return [
      {
        name: 'queue: claim and complete, share of raw commits',
        value: jobsPerSecond / rawPerSecond,
        unit: '',
        aim: 'at least 0.7',
        met: jobsPerSecond / rawPerSecond >= 0.7,
        how: `${Math.round(jobsPerSecond)} jobs/s beside ${Math.round(rawPerSecond)} raw, two FULL commits each, in turns`,
      },
      claimFigure('queue: slowest percent of claims, a million waiting over a thousand', claims, 'FULL'),
      claimFigure('queue: the same without the disk', claimsWithoutSync, 'OFF'),
      {
        name: 'queue: 100,000 jobs in one call',
        value: add.seconds,
        unit: 's',
        aim: 'at most 5 of own work',
        met: add.cpuSeconds < 5,
        how: `one transaction, one event each, FULL; ${add.cpuSeconds.toFixed(1)} s of it this program's own work`,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Claims {
  readonly waiting1000: number;
  readonly waiting1000000: number;
}

function claimFigure(name: string, { waiting1000, waiting1000000 }: Claims, synchronous: string): Figure {
  const value = waiting1000000 / waiting1000;
  const [few, many] = [waiting1000, waiting1000000].map((milliseconds) => milliseconds.toFixed(2));
  const how = `p99 ${many} ms and ${few} ms, synchronous=${synchronous}, in turns`;
  return { name, value, unit: '', aim: 'at most 1.5', met: value <= 1.5, how };
}

function openMigrated(path: string): Database {
  const database = openDatabase(path);
  migrate(database);
  return database;
}

async function benchAdd(database: Database) {
  const queue = createSqliteQueue(database);
  const batch = jobs(100_000);
  const cpu = process.cpuUsage();
  const start = performance.now();
  await queue.addMany(batch);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  await queue.close({ graceMs: 0 });
  database.close();
  return { seconds, cpuSeconds: (user + system) / 1e6 };
}

/** Every tenth job interactive, written by SQLite itself: a million through the queue would take a minute. */
function filled(path: string, count: number): Database {
  const database = openMigrated(path);
  database
    .prepare(
      `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
       INSERT INTO jobs (id, kind, state, priority, payload, error_count, crash_count, enqueued_at, run_at)
       SELECT printf('%032x', n), 'process', 'available', iif(n % 10 = 0, 1, 2), ?, 0, 0, 1, 1 FROM numbers`,
    )
    .run(count, JSON.stringify(jobs(1)[0]?.payload));
  database.pragma('wal_checkpoint(TRUNCATE)');
  return database;
}

/** As a library opens its own: room for the log, and checkpoints in a thread. */
async function openAsLibraryDoes(path: string) {
  const database = openMigrated(path);
  await makeLogRoom(path, silentLog);
  const checkpointer = new Checkpointer(database, silentLog);
  return {
    database,
    async close() {
      await checkpointer.close();
      database.close();
    },
  };
}

/** Ten rounds in turns, so that what else the machine does falls on both alike. */
async function benchThroughput(folder: string) {
  const rounds = 10;
  const perRound = 100;
  const ours = await openAsLibraryDoes(join(folder, 'queue.db'));
  const theirs = await openAsLibraryDoes(join(folder, 'raw.db'));
  const queue = createSqliteQueue(ours.database);
  const batch = jobs(rounds * perRound + 1000);
  await queue.addMany(batch);
  const raw = prepareRaw(theirs.database, batch);
  let queueMs = 0;
  let rawMs = 0;
  for (let round = 0; round < rounds; round += 1) {
    queueMs += await workThrough(queue, perRound);
    const start = performance.now();
    for (let i = 0; i < perRound; i += 1) raw.claimAndComplete();
    rawMs += performance.now() - start;
  }
  await queue.close({ graceMs: 0 });
  await ours.close();
  await theirs.close();
  const perSecond = (milliseconds: number) => (rounds * perRound * 1000) / milliseconds;
  return { jobsPerSecond: perSecond(queueMs), rawPerSecond: perSecond(rawMs) };
}

function workThrough(queue: JobQueue, count: number): Promise<number> {
  return new Promise((resolve) => {
    const start = performance.now();
    let started = 0;
    let done = 0;
    const unsubscribe = queue.subscribe({
      event({ type }) {
        if (type === 'started') started += 1;
        if (type === 'completed') done += 1;
        if (started === count) stop();
        if (done < count) return;
        unsubscribe();
        resolve(performance.now() - start);
      },
    });
    const stop = queue.work('process', { concurrency: 1 }, async () => ({ outcome: 'completed' }));
  });
}

/**
 * What any queue on SQLite has to write: the same rows in the same table, with its indexes and triggers, as many
 * bytes, an event for each change, and a commit with FULL for each. It knows beforehand which job comes next, decides
 * nothing and tells nobody.
 */
function prepareRaw(database: Database, batch: readonly NewJob[]) {
  const insert = database.prepare(
    `INSERT INTO jobs (id, kind, state, priority, payload, error_count, crash_count, enqueued_at, run_at)
     VALUES (?, 'process', 'available', ?, ?, 0, 0, ?, ?)`,
  );
  const now = Date.now();
  // In the order that a queue would take them.
  const inLine = batch.toSorted((one, other) => priorityOf(one) - priorityOf(other));
  const ids = inLine.map(() => randomUUID());
  database.transaction(() => {
    for (const [index, job] of inLine.entries()) {
      insert.run(ids[index], priorityOf(job), JSON.stringify(job.payload), now, now);
    }
  })();
  const claim = database.prepare(
    "UPDATE jobs SET state = 'running', started_at = ?, lease_token = ?, lease_until = ? WHERE number = ?",
  );
  const complete = database.prepare(
    `UPDATE jobs SET state = 'completed', lease_token = NULL, lease_until = NULL, finalized_at = ?
     WHERE number = ? AND lease_token = ?`,
  );
  const event = database.prepare('INSERT INTO events (job_id, type, at, data) VALUES (?, ?, ?, ?)');
  const token = randomUUID();
  const commitClaim = database.transaction((number: number) => {
    claim.run(now, token, now, number);
    event.run(ids[number - 1], 'started', now, '{"attempt":1}');
  });
  const commitCompletion = database.transaction((number: number) => {
    complete.run(now, number, token);
    event.run(ids[number - 1], 'completed', now, '{}');
  });
  let number = 0;
  return {
    claimAndComplete() {
      number += 1;
      commitClaim.immediate(number);
      commitCompletion.immediate(number);
    },
  };
}

const priorityOf = ({ priority }: NewJob) => (priority === 'batch' ? 2 : 1);

function benchClaims(small: Database, large: Database, count: number): Claims {
  const claimers = [small, large].map((database) => ({
    store: createSqliteStore(database),
    took: [] as number[],
  }));
  for (let i = 0; i < count; i += 1) {
    for (const { store, took } of claimers) {
      const now = Date.now();
      const start = performance.now();
      const claimed = store.claim({
        kind: 'process',
        token: 'token',
        now,
        leaseUntil: now + 30_000,
        // Every fourth claim looks at the batch line first, as under a stream of interactive jobs.
        agedSince: i % 4 === 3 ? now : null,
      });
      took.push(performance.now() - start);
      // Put back what was taken, so that as many wait as before.
      const id = claimed?.job.id ?? '';
      const decide = () => claimed && { job: { ...claimed.job, ...waiting }, event: null };
      store.change({ id, at: now, decide });
    }
  }
  const [waiting1000 = 0, waiting1000000 = 0] = claimers.map(({ took }) => percentile(took, 0.99));
  return { waiting1000, waiting1000000 };
}

const waiting = { state: 'available', leaseToken: null, leaseUntil: null } as const;

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
}

if (import.meta.main) console.log(formatFigures(await benchQueue()));
