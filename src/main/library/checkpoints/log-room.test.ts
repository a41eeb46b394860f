import { copyFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase, passesQuickCheck } from '../database.ts';
import { temporaryFolder } from '../fixtures.ts';
import { type Log, silentLog } from '../log.ts';
import { logRoomBytes, makeLogRoom } from './log-room.ts';

it('makes room after what is there, and a power cut finds every commit in it', async () => {
  const folder = await temporaryFolder();
  const path = join(folder.path, 'a.db');
  const database = openDatabase(path);
  database.exec('CREATE TABLE numbers (number INTEGER)');
  const insert = database.prepare('INSERT INTO numbers VALUES (?)');
  insert.run(1);
  await makeLogRoom(path, silentLog);
  expect((await stat(`${path}-wal`)).size).toBe(logRoomBytes);
  for (let number = 2; number <= 500; number += 1) insert.run(number);
  expect((await stat(`${path}-wal`)).size).toBe(logRoomBytes);

  const copy = join(folder.path, 'after the cut.db');
  await copyFile(path, copy);
  await copyFile(`${path}-wal`, `${copy}-wal`);
  const found = openDatabase(copy);
  expect(passesQuickCheck(found)).toBe(true);
  expect(found.prepare('SELECT count(*), max(number) FROM numbers').raw().get()).toEqual([500, 500]);
  found.close();
  database.close();
  await folder.remove();
});

it('does without where it cannot', async () => {
  const told: string[] = [];
  const log: Log = { ...silentLog, warn: (_fields, message) => told.push(message) };
  const folder = await temporaryFolder();
  await makeLogRoom(join(folder.path, 'not there.db'), log);
  expect(told).toHaveLength(1);
  await folder.remove();
});
