import type { Migration } from './migration.ts';

/**
 * What the studio remembers besides pictures: small settings (how fast this machine is, for one), and for a job
 * that did not end in a picture what was learned about its photo, so that a window opened tomorrow can still show
 * the outline that was found and the measures that rejected it.
 */
export const settingsAndAttempts: Migration = {
  number: 3,
  name: 'settings and attempts',
  up: (database) =>
    database.exec(`
      CREATE TABLE settings (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL CHECK (json_valid(value))
      ) STRICT;

      CREATE TABLE attempts (
        job_id TEXT PRIMARY KEY,
        photo_id TEXT NOT NULL REFERENCES photos (id),
        report TEXT NOT NULL CHECK (json_valid(report)),
        ended_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX attempts_by_photo ON attempts (photo_id, ended_at);
    `),
};
