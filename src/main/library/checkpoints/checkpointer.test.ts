import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import { temporaryFolder } from '../fixtures.ts';
import { silentLog } from '../log.ts';
import { Checkpointer } from './checkpointer.ts';
import { pendingFrames } from './pending-frames.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let database: Database;
let checkpointer: Checkpointer;
beforeEach(async () => {
  folder = await temporaryFolder();
  database = openDatabase(join(folder.path, 'a.db'));
  database.exec('CREATE TABLE pages (page BLOB)');
  checkpointer = new Checkpointer(database, silentLog);
});
afterEach(async () => {
  await checkpointer.close();
  database.close();
  await folder.remove();
});

const write = (pages: number) =>
  database
    .prepare(
      `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
       INSERT INTO pages SELECT zeroblob(4000) FROM numbers`,
    )
    .run(pages);

it('lets a short log be', async () => {
  write(500);
  const before = pendingFrames(database);
  await checkpointer.look();
  expect(before).toBeGreaterThan(500);
  expect(pendingFrames(database)).toBe(before);
});

it('shortens a long one beside an owner that goes on, who finds all there', async () => {
  write(3000);
  expect(pendingFrames(database)).toBeGreaterThan(3000);
  const done = checkpointer.look();
  write(10);
  await done;
  expect(pendingFrames(database)).toBeLessThan(100);
  await checkpointer.look();
  expect(database.prepare('SELECT count(*) FROM pages').pluck().get()).toBe(3010);
});

it('leaves what somebody still reads past, and comes again', async () => {
  const reader = openDatabase(join(folder.path, 'a.db'));
  write(10);
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM pages').get();
  write(2000);
  await checkpointer.look();
  expect(pendingFrames(database)).toBeGreaterThan(1900);
  reader.exec('COMMIT');
  await checkpointer.look();
  expect(pendingFrames(database)).toBe(0);
  reader.close();
});

it('survives a thread that cannot do it', async () => {
  write(2000);
  const name = join(folder.path, 'no such folder', 'a.db');
  const blind = new Checkpointer({ name, pragma: database.pragma.bind(database) }, silentLog);
  await blind.look();
  await blind.look();
  expect(pendingFrames(database)).toBeGreaterThan(1900);
  await blind.close();
});
