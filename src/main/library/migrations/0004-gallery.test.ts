import Sqlite from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../migrate.ts';

const photo = 'a'.repeat(64);

describe('0004 keeps the state of each photo', () => {
  let database: Sqlite.Database;
  beforeEach(() => {
    database = new Sqlite(':memory:');
    database.pragma('trusted_schema = OFF');
    migrate(database, 3);
    database.prepare('INSERT INTO photos VALUES (?, ?, ?, ?)').run(photo, 'eye.jpg', 10, 1);
  });

  const state = () =>
    (database.prepare('SELECT state FROM photos WHERE id = ?').get(photo) as { state: string }).state;
  const addJob = (id: string, jobState: string, final = false) =>
    database
      .prepare(
        `INSERT INTO jobs (id, kind, state, priority, payload, error_count, crash_count, failure,
           enqueued_at, run_at, finalized_at) VALUES (?, 'process', ?, 1, ?, 0, 0, 'irisNotFound', 1, 1, ?)`,
      )
      .run(id, jobState, JSON.stringify({ photoId: photo }), final ? 2 : null);
  const setJob = (id: string, jobState: string) =>
    database
      .prepare(
        `UPDATE jobs SET state = @state, finalized_at = iif(@final, 5, NULL), started_at = 1,
           lease_token = iif(@running, 'token', NULL), lease_until = iif(@running, 9, NULL) WHERE id = @id`,
      )
      .run({
        id,
        state: jobState,
        final: ['completed', 'discarded', 'cancelled'].includes(jobState) ? 1 : 0,
        running: jobState === 'running' ? 1 : 0,
      });
  const addResult = (id: string, findings: object, createdAt: number) =>
    database
      .prepare(
        `INSERT INTO results (id, photo_id, job_id, recipe, recipe_hash, version, report, picture, visible_mask,
           filled_mask, created_at) VALUES (?, ?, 'j', '{}', ?, 1, ?, 'p', 'v', 'f', ?)`,
      )
      .run(id, photo, id.padStart(64, '0'), JSON.stringify({ findings }), createdAt);

  it('through a whole life', () => {
    migrate(database, 4);
    expect(state()).toBe('new');
    addJob('1', 'available');
    expect(state()).toBe('waiting');
    setJob('1', 'running');
    expect(state()).toBe('working');
    setJob('1', 'retryable');
    expect(state()).toBe('waiting');
    setJob('1', 'running');
    setJob('1', 'discarded');
    expect(state()).toBe('failed');
    addJob('2', 'available');
    setJob('2', 'cancelled');
    expect(state()).toBe('new');
    addJob('3', 'available');
    setJob('3', 'running');
    setJob('3', 'completed');
    addResult('1', { confidence: 0.9, quality: { decision: 'accept' } }, 1);
    expect(state()).toBe('done');
    addResult('2', { confidence: 0.9, quality: { decision: 'warn' } }, 2);
    expect(state()).toBe('review');
    addResult('3', { confidence: 0.6, quality: null }, 3);
    expect(state()).toBe('review');
    database.exec("UPDATE results SET lost_at = 5 WHERE id <> '1'");
    expect(state()).toBe('done');
    database.exec('DELETE FROM results');
    expect(state()).toBe('new');
  });

  it('forgets a failure when its job is removed', () => {
    migrate(database, 4);
    addJob('1', 'discarded', true);
    expect(state()).toBe('failed');
    database.exec('DELETE FROM jobs');
    expect(state()).toBe('new');
  });

  it('for what was there before', () => {
    addJob('1', 'discarded', true);
    addResult('1', { confidence: 0.9, quality: null }, 1);
    migrate(database, 4);
    expect(state()).toBe('failed');
  });

  it('and takes the head of a line, a page and the counts from an index', () => {
    migrate(database, 4);
    const plan = (query: string) =>
      (database.prepare(`EXPLAIN QUERY PLAN ${query}`).all() as { detail: string }[])
        .map(({ detail }) => detail)
        .join('\n');
    const head = plan(`SELECT * FROM jobs WHERE state = 'available' AND kind = 'a' AND priority = 1
      ORDER BY coalesce(position, number) LIMIT 1`);
    expect(head).toContain('jobs_ready');
    expect(head).not.toContain('TEMP B-TREE');
    const page = plan(
      `SELECT rowid FROM photos WHERE state = 'new' ORDER BY imported_at DESC, rowid DESC LIMIT 9`,
    );
    expect(page).toContain('COVERING INDEX photos_by_state');
    expect(page).not.toContain('TEMP B-TREE');
    expect(plan('SELECT state, count(*) FROM photos GROUP BY state')).toContain(
      'COVERING INDEX photos_by_state',
    );
  });
});
