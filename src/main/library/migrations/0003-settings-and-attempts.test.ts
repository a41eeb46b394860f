import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';

it('0003 adds settings and attempts beside what is there, and takes nothing but JSON', () => {
  const database = new Sqlite(':memory:');
  migrate(database, 2);
  const photo = 'a'.repeat(64);
  database.prepare('INSERT INTO photos VALUES (?, ?, ?, ?)').run(photo, 'eye.jpg', 10, 1);
  migrate(database, 3);
  expect(database.pragma('user_version', { simple: true })).toBe(3);
  expect(database.prepare('SELECT count(*) AS n FROM photos').get()).toEqual({ n: 1 });

  const setting = database.prepare('INSERT INTO settings VALUES (?, ?)');
  setting.run('speed', '{"find":120}');
  expect(() => setting.run('broken', 'not json')).toThrow('CHECK');
  const attempt = database.prepare('INSERT INTO attempts VALUES (?, ?, ?, ?)');
  attempt.run('job', photo, '{}', 1);
  expect(() => attempt.run('job', photo, '{}', 2)).toThrow('UNIQUE');
  expect(() => attempt.run('other', photo, '{', 1)).toThrow('CHECK');
  database.close();
});
