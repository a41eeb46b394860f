import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';

const id = 'a'.repeat(64);
const hash = 'b'.repeat(64);

it('0001 keeps versions of a result apart and refuses what makes no sense', () => {
  const database = new Sqlite(':memory:');
  database.pragma('foreign_keys = ON');
  migrate(database, 1);
  expect(database.pragma('user_version', { simple: true })).toBe(1);

  const photo = database.prepare('INSERT INTO photos VALUES (?, ?, ?, ?)');
  photo.run(id, 'eye.jpg', 10, 1);
  expect(() => photo.run(id, 'eye.jpg', 10, 1)).toThrow('UNIQUE');
  expect(() => photo.run('short', 'eye.jpg', 10, 1)).toThrow('CHECK');
  expect(() => photo.run('c'.repeat(64), 'eye.jpg', 0, 1)).toThrow('CHECK');
  expect(() => photo.run('d'.repeat(64), 'eye.jpg', 'ten', 1)).toThrow('INTEGER');

  const result = database.prepare(
    `INSERT INTO results VALUES (?, ?, 'job', '{}', ?, ?, '{}', 'p.png', 'v.png', 'f.png', 1, NULL)`,
  );
  result.run('r1', id, hash, 1);
  result.run('r2', id, hash, 2);
  expect(() => result.run('r3', id, hash, 2)).toThrow('UNIQUE');
  expect(() => result.run('r3', 'c'.repeat(64), hash, 1)).toThrow('FOREIGN KEY');
  database.close();
});
