import type { Migration } from './migration.ts';

/**
 * Photos are named by the SHA-256 of their bytes. A result keeps its earlier versions: the same recipe run
 * again adds version 2 beside version 1. Paths are relative to the data folder and use `/` on every system.
 */
export const photosAndResults: Migration = {
  number: 1,
  name: 'photos and results',
  up: (database) =>
    database.exec(`
      CREATE TABLE photos (
        id TEXT PRIMARY KEY CHECK (length(id) = 64),
        name TEXT NOT NULL,
        byte_length INTEGER NOT NULL CHECK (byte_length > 0),
        imported_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX photos_by_length ON photos (byte_length);
      CREATE INDEX photos_by_import ON photos (imported_at);

      CREATE TABLE results (
        id TEXT PRIMARY KEY,
        photo_id TEXT NOT NULL REFERENCES photos (id),
        job_id TEXT NOT NULL,
        recipe TEXT NOT NULL CHECK (json_valid(recipe)),
        recipe_hash TEXT NOT NULL CHECK (length(recipe_hash) = 64),
        version INTEGER NOT NULL CHECK (version > 0),
        report TEXT NOT NULL CHECK (json_valid(report)),
        picture TEXT NOT NULL,
        visible_mask TEXT NOT NULL,
        filled_mask TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        -- When its files were found to be gone; such a result is never shown as done.
        lost_at INTEGER,
        UNIQUE (photo_id, recipe_hash, version)
      ) STRICT;
      CREATE INDEX results_by_job ON results (job_id);
    `),
};
