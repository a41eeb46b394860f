import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';

const photo = 'a'.repeat(64);
const device = 'd'.repeat(22);

it('0006 forgets with a phone all that is the phone’s, and with a photo all that is the photo’s', () => {
  const database = new Sqlite(':memory:');
  database.pragma('foreign_keys = ON');
  migrate(database, 5);
  database
    .prepare('INSERT INTO photos (id, name, byte_length, imported_at) VALUES (?, ?, ?, ?)')
    .run(photo, 'eye.jpg', 10, 1);
  migrate(database, 6);
  const count = (table: string) =>
    (database.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;
  expect(count('photos')).toBe(1);

  const furnish = () => {
    database.exec(`
      INSERT OR IGNORE INTO devices (id, name, platform, paired_at) VALUES ('${device}', 'Phone', 'ios', 1);
      INSERT OR IGNORE INTO device_keys VALUES ('${'k'.repeat(22)}', '${device}', zeroblob(32), 1);
      INSERT OR IGNORE INTO uploads VALUES ('${'u'.repeat(22)}', '${device}', 'local', 'eye.jpg', 10, 1);
      INSERT INTO captures VALUES ('${photo}', '${device}', 1);
      INSERT INTO verdicts VALUES ('${photo}', '{}');
      INSERT INTO notices (device_id, at, notice) VALUES ('${device}', 1, '{}');`);
  };
  furnish();
  expect(() => database.exec(`INSERT INTO captures VALUES ('${photo}', '${device}', 1)`)).toThrow('UNIQUE');
  expect(() =>
    database.exec(`INSERT INTO device_keys VALUES ('${'l'.repeat(22)}', '${device}', zeroblob(31), 1)`),
  ).toThrow('CHECK');
  expect(() =>
    database.exec(`INSERT INTO uploads VALUES ('${'v'.repeat(22)}', '${device}', 'local', 'x', 1, 1)`),
  ).toThrow('UNIQUE');

  database.exec(`DELETE FROM photos`);
  expect([count('captures'), count('verdicts'), count('devices')]).toEqual([0, 0, 1]);
  database
    .prepare('INSERT INTO photos (id, name, byte_length, imported_at) VALUES (?, ?, ?, ?)')
    .run(photo, 'eye.jpg', 10, 1);
  furnish();
  database.exec('DELETE FROM devices');
  expect(['device_keys', 'uploads', 'captures', 'notices'].map(count)).toEqual([0, 0, 0, 0]);
  expect([count('photos'), count('verdicts')]).toEqual([1, 1]);
  database.close();
});
