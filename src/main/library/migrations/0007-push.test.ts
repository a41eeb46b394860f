import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';

const device = 'd'.repeat(22);

it('0007 keeps one message gathering per phone, and forgets all with the subscription or the phone', () => {
  const database = new Sqlite(':memory:');
  database.pragma('foreign_keys = ON');
  migrate(database, 6);
  database.exec(
    `INSERT INTO devices (id, name, platform, paired_at) VALUES ('${device}', 'Phone', 'ios', 1)`,
  );
  migrate(database, 7);
  const count = (table: string) =>
    (database.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;
  expect(count('devices')).toBe(1);

  const add = database.prepare(
    `INSERT INTO push_outbox (device_id, state, finished, failed, capture_id, opened_at, due_at)
     VALUES (?, ?, ?, ?, ?, 1, 2)`,
  );
  const furnish = () => {
    database.exec(
      `INSERT INTO push_subscriptions VALUES ('${device}', 'https://relay.example/x', 'p', 'a', NULL, 1)`,
    );
    add.run(device, 'gathering', 1, 0, 'c');
    add.run(device, 'ready', 2, 1, null);
  };
  furnish();
  expect(() => add.run(device, 'gathering', 1, 0, null)).toThrow('UNIQUE');
  expect(() => add.run(device, 'ready', 0, 0, null)).toThrow('CHECK');
  expect(() => add.run(device, 'ready', 1, 1, 'c')).toThrow('CHECK');
  expect(() => add.run('e'.repeat(22), 'ready', 1, 0, null)).toThrow('FOREIGN KEY');
  database.exec('DELETE FROM push_subscriptions');
  expect(count('push_outbox')).toBe(0);
  furnish();
  database.exec('DELETE FROM devices');
  expect([count('push_subscriptions'), count('push_outbox')]).toEqual([0, 0]);
  database.close();
});
