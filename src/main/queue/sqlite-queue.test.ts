import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../library/database.ts';
import { migrate } from '../library/migrate.ts';
import { claimStatement } from './claim-statement.ts';
import { ManualTime, settled } from './manual-time.ts';
import { heldHandler } from './queue-conformance/harness.ts';
import { describeQueue } from './queue-conformance.ts';
import { createSqliteQueue } from './sqlite-queue.ts';

function memoryDatabase(): Database {
  const database = new Sqlite(':memory:');
  database.pragma('foreign_keys = ON');
  migrate(database);
  return database;
}

describeQueue('the queue on SQLite', () => {
  const database = memoryDatabase();
  const open = (options: Parameters<typeof createSqliteQueue>[1]) => createSqliteQueue(database, options);
  return { open, reopen: open, dispose: () => database.close() };
});

describe('the queue on SQLite, where only SQLite can fail', () => {
  let database: Database;
  let time: ManualTime;
  beforeEach(() => {
    database = memoryDatabase();
    time = new ManualTime();
  });
  afterEach(() => database.close());
  const open = () => createSqliteQueue(database, { clock: time, timers: time, random: () => 0 });

  /** SQLite itself refuses to grow the file, as on a full disk. */
  function fillDisk() {
    const pages = database.pragma('page_count', { simple: true }) as number;
    database.pragma(`max_page_count = ${pages}`);
  }
  const freeDisk = () => database.pragma('max_page_count = 1000000');
  const big = { kind: 'process', payload: 'x'.repeat(20_000) };

  it('says that the disk is full when a job cannot be added, and has then added none', async () => {
    const queue = open();
    fillDisk();
    await expect(queue.addMany([{ kind: 'process', payload: 1 }, big])).rejects.toMatchObject({
      code: 'diskFull',
    });
    expect(await queue.list()).toEqual([]);
    freeDisk();
    await queue.add(big);
    expect(await queue.list()).toHaveLength(1);
  });

  it('fails a job whose completion the disk refused, and undoes what went alongside', async () => {
    const queue = open();
    database.exec('CREATE TABLE marks (job TEXT)');
    const held = heldHandler();
    const id = await queue.add({ kind: 'process', payload: 1 });
    queue.work('process', { concurrency: 1 }, held.handler);
    let dropped = 0;
    fillDisk();
    await held.end(0, {
      outcome: 'completed',
      alongside: () => database.prepare('INSERT INTO marks VALUES (?)').run('x'.repeat(50_000)),
      dropped: () => {
        dropped += 1;
      },
    });
    expect(dropped).toBe(1);
    expect(await queue.get(id)).toMatchObject({ state: 'discarded', failure: 'diskFull' });
    expect(database.prepare('SELECT count(*) AS n FROM marks').get()).toEqual({ n: 0 });
  });

  it('keeps the outcome and the slot while the disk takes nothing at all, and records it later', async () => {
    const queue = open();
    const held = heldHandler();
    const [id] = await queue.addMany([1, 2].map((payload) => ({ kind: 'process', payload })));
    queue.work('process', { concurrency: 1 }, held.handler);
    database.pragma('query_only = ON');
    await held.end(0, { outcome: 'failed', code: 'irisNotFound' });
    await time.advance(60_000);
    expect([(await queue.get(id!))?.state, held.started.length]).toEqual(['running', 1]);
    database.pragma('query_only = OFF');
    await time.advance(10_000);
    expect(await queue.get(id!)).toMatchObject({ state: 'discarded', failure: 'irisNotFound' });
    expect(held.started).toHaveLength(2);
  });

  it('starts jobs again by itself after the disk refused a start', async () => {
    const queue = open();
    const held = heldHandler();
    await queue.add({ kind: 'process', payload: 1 });
    database.pragma('query_only = ON');
    queue.work('process', { concurrency: 1 }, held.handler);
    await settled();
    expect(held.started).toHaveLength(0);
    database.pragma('query_only = OFF');
    await time.advance(10_000);
    expect(held.started).toHaveLength(1);
  });

  it('refuses impossible states in the table itself', async () => {
    const id = await open().add({ kind: 'process', payload: 1 });
    const set = (assignment: string) => () =>
      database.exec(`UPDATE jobs SET ${assignment} WHERE id = '${id}'`);
    expect(set("state = 'running'")).toThrow('CHECK');
    expect(set("lease_token = 't', lease_until = 1")).toThrow('CHECK');
    expect(set("state = 'completed'")).toThrow('CHECK');
    expect(set('finalized_at = 1')).toThrow('CHECK');
    expect(set("state = 'discarded', finalized_at = 1")).toThrow('CHECK');
    expect(set("state = 'done'")).toThrow('CHECK');
    expect(set("payload = 'not json'")).toThrow('malformed JSON');
  });

  it('claims by index look-ups only', () => {
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${claimStatement}`).all({
      kind: 'process',
      token: 't',
      now: 1,
      leaseUntil: 2,
      agedSince: null,
    }) as { detail: string }[];
    const details = plan.map((step) => step.detail).join('\n');
    expect(details).toContain('USING INDEX jobs_ready (kind=? AND priority=?)');
    expect(details).not.toMatch(/SCAN jobs|TEMP B-TREE/);
  });
});
