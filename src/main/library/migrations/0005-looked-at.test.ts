import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';

const photo = 'a'.repeat(64);

it('0005 takes a picture that somebody looked at, or outlined, out of review', () => {
  const database = new Sqlite(':memory:');
  migrate(database, 4);
  const state = () => database.prepare('SELECT state FROM photos').pluck().get();
  const addResult = (id: string, recipe: object, createdAt: number) =>
    database
      .prepare(
        `INSERT INTO results (id, photo_id, job_id, recipe, recipe_hash, version, report, picture, visible_mask,
           filled_mask, created_at) VALUES (?, ?, 'j', ?, ?, 1, ?, 'p', 'v', 'f', ?)`,
      )
      .run(
        id,
        photo,
        JSON.stringify(recipe),
        id.padStart(64, '0'),
        JSON.stringify({ findings: { confidence: 0.9, quality: { decision: 'warn' } } }),
        createdAt,
      );
  database
    .prepare('INSERT INTO photos (id, name, byte_length, imported_at) VALUES (?, ?, ?, ?)')
    .run(photo, 'eye.jpg', 10, 1);
  addResult('1', { outline: null }, 1);
  expect(state()).toBe('review');

  migrate(database, 5);
  expect(state()).toBe('review');
  database.exec('UPDATE results SET looked_at = 7');
  expect(state()).toBe('done');
  addResult('2', { outline: null }, 2);
  expect(state()).toBe('review');
  addResult('3', { outline: { iris: {}, pupil: null } }, 3);
  expect(state()).toBe('done');
  database.exec("UPDATE results SET lost_at = 9 WHERE id = '3'");
  expect(state()).toBe('review');
  database.close();
});
