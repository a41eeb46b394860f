import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { ProcessReport } from '../../contracts/processing.ts';
import { attemptOfJob, purgeAttempts, recordAttempt } from './attempts.ts';
import { completedReport } from './fixtures.ts';
import { migrate } from './migrate.ts';
import { readSetting, writeSetting } from './settings.ts';

function openMemory() {
  const database = new Sqlite(':memory:');
  migrate(database);
  database
    .prepare('INSERT INTO photos (id, name, byte_length, imported_at) VALUES (?, ?, ?, ?)')
    .run('a'.repeat(64), 'eye.jpg', 10, 1);
  return database;
}

function failedReport(code: 'photoBlurred' | 'irisTooSmall'): ProcessReport {
  const { status: _, picture: __, rates: ___, ...common } = completedReport(1);
  return { status: 'failed', failure: { code, details: {} }, ...common };
}

it('keeps the latest attempt of each job until it is old', () => {
  const database = openMemory();
  const attempt = (jobId: string, report: ProcessReport, endedAt: number) =>
    recordAttempt(database, { jobId, photoId: 'a'.repeat(64), report, endedAt });
  attempt('one', failedReport('irisTooSmall'), 10);
  attempt('one', failedReport('photoBlurred'), 20);
  attempt('two', failedReport('irisTooSmall'), 30);
  expect(attemptOfJob(database, 'one')).toEqual(failedReport('photoBlurred'));
  expect(attemptOfJob(database, 'nobody')).toBeNull();
  expect(purgeAttempts(database, 25)).toBe(1);
  expect(attemptOfJob(database, 'one')).toBeNull();
  expect(attemptOfJob(database, 'two')).toEqual(failedReport('irisTooSmall'));
});

it('remembers settings, and forgets those that no longer fit', () => {
  const database = openMemory();
  const speed = { name: 'speed', schema: z.strictObject({ find: z.number() }) };
  expect(readSetting(database, speed)).toBeNull();
  writeSetting(database, speed, { find: 1 });
  writeSetting(database, speed, { find: 2 });
  expect(readSetting(database, speed)).toEqual({ find: 2 });
  const later = { name: 'speed', schema: z.strictObject({ find: z.number(), finish: z.number() }) };
  expect(readSetting(database, later)).toBeNull();
});
