import type { Migration } from './migration.ts';

/**
 * Who wants to be told through a browser maker's relay, and what is still to be told. A message gathers what ends
 * while its phone is away, so that a batch is one notification; it is then sent until the relay has it or it is old.
 */
export const push: Migration = {
  number: 7,
  name: 'push',
  up: (database) =>
    database.exec(`
      CREATE TABLE push_subscriptions (
        device_id TEXT PRIMARY KEY REFERENCES devices (id) ON DELETE CASCADE,
        endpoint TEXT NOT NULL,
        p256dh TEXT NOT NULL,
        auth TEXT NOT NULL,
        -- The page that asked, for links that lead back to it.
        page TEXT,
        subscribed_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE push_outbox (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        device_id TEXT NOT NULL REFERENCES push_subscriptions (device_id) ON DELETE CASCADE,
        state TEXT NOT NULL CHECK (state IN ('gathering', 'ready')),
        finished INTEGER NOT NULL CHECK (finished >= 0),
        failed INTEGER NOT NULL CHECK (failed >= 0),
        -- Of one that stands alone: where a tap leads, and why it failed.
        capture_id TEXT,
        failure TEXT,
        opened_at INTEGER NOT NULL,
        due_at INTEGER NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
        CHECK (finished + failed > 0),
        CHECK (capture_id IS NULL OR finished + failed = 1)
      ) STRICT;
      CREATE UNIQUE INDEX push_gathering ON push_outbox (device_id) WHERE state = 'gathering';
      CREATE INDEX push_due ON push_outbox (due_at);
    `),
};
