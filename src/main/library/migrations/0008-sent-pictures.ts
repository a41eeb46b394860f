import type { Migration } from './migration.ts';

/**
 * Finished pictures that somebody at the studio sent to a phone: the phone may read these, and nothing else of their
 * photos. Gone with the picture, and with the phone. A push may tell of them, too: the outbox counts them beside what
 * has ended, and may lead to one.
 */
export const sentPictures: Migration = {
  number: 8,
  name: 'sent pictures',
  up: (database) =>
    database.exec(`
      CREATE TABLE sent_pictures (
        result_id TEXT NOT NULL REFERENCES results (id) ON DELETE CASCADE,
        device_id TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
        sent_at INTEGER NOT NULL,
        PRIMARY KEY (result_id, device_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX sent_pictures_by_device ON sent_pictures (device_id, sent_at);

      CREATE TABLE push_outbox_with_sent (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        device_id TEXT NOT NULL REFERENCES push_subscriptions (device_id) ON DELETE CASCADE,
        state TEXT NOT NULL CHECK (state IN ('gathering', 'ready')),
        finished INTEGER NOT NULL CHECK (finished >= 0),
        failed INTEGER NOT NULL CHECK (failed >= 0),
        sent INTEGER NOT NULL DEFAULT 0 CHECK (sent >= 0),
        -- Of one that stands alone: where a tap leads, and why it failed.
        capture_id TEXT,
        picture_id TEXT,
        failure TEXT,
        opened_at INTEGER NOT NULL,
        due_at INTEGER NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
        CHECK (finished + failed + sent > 0),
        CHECK (capture_id IS NULL OR (finished + failed = 1 AND sent = 0)),
        CHECK (picture_id IS NULL OR (sent = 1 AND finished + failed = 0))
      ) STRICT;
      INSERT INTO push_outbox_with_sent
        (number, device_id, state, finished, failed, capture_id, failure, opened_at, due_at, attempts)
        SELECT number, device_id, state, finished, failed, capture_id, failure, opened_at, due_at, attempts
        FROM push_outbox;
      -- Numbers are told to phones as tags, so none is given out again.
      DELETE FROM sqlite_sequence WHERE name = 'push_outbox_with_sent';
      INSERT INTO sqlite_sequence (name, seq)
        SELECT 'push_outbox_with_sent', seq FROM sqlite_sequence WHERE name = 'push_outbox';
      DROP TABLE push_outbox;
      ALTER TABLE push_outbox_with_sent RENAME TO push_outbox;
      CREATE UNIQUE INDEX push_gathering ON push_outbox (device_id) WHERE state = 'gathering';
      CREATE INDEX push_due ON push_outbox (due_at);
    `),
};
