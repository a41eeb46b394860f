import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';

const photo = 'a'.repeat(64);
const device = 'd'.repeat(22);

function openBefore() {
  const database = new Sqlite(':memory:');
  database.pragma('foreign_keys = ON');
  migrate(database, 7);
  database.exec(`
    INSERT INTO devices (id, name, platform, paired_at) VALUES ('${device}', 'Phone', 'ios', 1);
    INSERT INTO photos (id, name, byte_length, imported_at) VALUES ('${photo}', 'eye.jpg', 10, 1);
    INSERT INTO results (id, photo_id, job_id, recipe, recipe_hash, version, report, picture, visible_mask,
      filled_mask, created_at) VALUES ('r', '${photo}', 'j', '{}', '${'h'.repeat(64)}', 1, '{}', 'p', 'v', 'f', 1);`);
  const count = (table: string) =>
    (database.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;
  return { database, count };
}

it('0008 sends a picture to a phone once, and forgets it with the picture or the phone', () => {
  const { database, count } = openBefore();
  migrate(database, 8);
  const send = () => database.exec(`INSERT INTO sent_pictures VALUES ('r', '${device}', 1)`);
  send();
  expect(send).toThrow('UNIQUE');
  expect(() => database.exec(`INSERT INTO sent_pictures VALUES ('none', '${device}', 1)`)).toThrow(
    'FOREIGN KEY',
  );
  database.exec('DELETE FROM devices');
  expect([count('sent_pictures'), count('results')]).toEqual([0, 1]);
  database.exec(
    `INSERT INTO devices (id, name, platform, paired_at) VALUES ('${device}', 'Phone', 'ios', 1)`,
  );
  send();
  database.exec('DELETE FROM results');
  expect([count('sent_pictures'), count('devices')]).toEqual([0, 1]);
  database.close();
});

it('0008 keeps what waited to be pushed, gives no number out again, and counts what was sent', () => {
  const { database, count } = openBefore();
  database.exec(`
    INSERT INTO push_subscriptions VALUES ('${device}', 'https://relay.example/x', 'p', 'a', NULL, 1);
    INSERT INTO push_outbox (number, device_id, state, finished, failed, capture_id, opened_at, due_at, attempts)
      VALUES (4, '${device}', 'gathering', 1, 0, 'c', 1, 2, 0), (9, '${device}', 'ready', 2, 1, NULL, 3, 4, 5);
    DELETE FROM push_outbox WHERE number = 9;`);
  migrate(database, 8);
  expect(database.prepare('SELECT * FROM push_outbox').all()).toMatchObject([
    { number: 4, state: 'gathering', finished: 1, failed: 0, sent: 0, capture_id: 'c', picture_id: null },
  ]);
  const add = database.prepare(
    `INSERT INTO push_outbox (device_id, state, finished, failed, sent, capture_id, picture_id, opened_at, due_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, 1, 2)`,
  );
  expect(add.run(device, 'ready', 0, 0, 1, null, 'r').lastInsertRowid).toBe(10);
  expect(() => add.run(device, 'gathering', 0, 0, 1, null, null)).toThrow('UNIQUE');
  expect(() => add.run(device, 'ready', 0, 0, 0, null, null)).toThrow('CHECK');
  expect(() => add.run(device, 'ready', 1, 0, 1, 'c', null)).toThrow('CHECK');
  expect(() => add.run(device, 'ready', 1, 0, 1, null, 'r')).toThrow('CHECK');
  database.exec('DELETE FROM push_subscriptions');
  expect(count('push_outbox')).toBe(0);
  database.close();
});

it('0008 begins to count where nothing was ever pushed', () => {
  const { database } = openBefore();
  migrate(database, 8);
  database.exec(
    `INSERT INTO push_subscriptions VALUES ('${device}', 'https://relay.example/x', 'p', 'a', NULL, 1)`,
  );
  const { lastInsertRowid } = database
    .prepare(
      `INSERT INTO push_outbox (device_id, state, finished, failed, opened_at, due_at)
       VALUES (?, 'ready', 1, 0, 1, 2)`,
    )
    .run(device);
  expect(lastInsertRowid).toBe(1);
  database.close();
});
