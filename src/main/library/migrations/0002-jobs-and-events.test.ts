import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';

it('0002 adds the queue beside what is there, and never gives a sequence twice', () => {
  const database = new Sqlite(':memory:');
  migrate(database, 1);
  database.prepare('INSERT INTO photos VALUES (?, ?, ?, ?)').run('a'.repeat(64), 'eye.jpg', 10, 1);
  migrate(database, 2);
  expect(database.pragma('user_version', { simple: true })).toBe(2);
  expect(database.prepare('SELECT count(*) AS n FROM photos').get()).toEqual({ n: 1 });

  const job = database.prepare(
    `INSERT INTO jobs (id, kind, state, priority, payload, unique_key, error_count, crash_count,
       enqueued_at, run_at, finalized_at) VALUES (?, 'process', ?, 1, '{}', 'key', 0, 0, 1, 1, ?)`,
  );
  job.run('1', 'completed', 5);
  job.run('2', 'cancelled', 5);
  for (const state of ['scheduled', 'available', 'retryable']) {
    job.run(state, state, null);
    expect(() => job.run('other', 'available', null)).toThrow('UNIQUE');
    database.prepare('DELETE FROM jobs WHERE id = ?').run(state);
  }

  const event = database.prepare(
    `INSERT INTO events (job_id, type, at, data) VALUES ('1', 'enqueued', 1, '{}')`,
  );
  event.run();
  const { lastInsertRowid } = event.run();
  database.exec('DELETE FROM events');
  expect(event.run().lastInsertRowid).toBe(Number(lastInsertRowid) + 1);
  database.close();
});
