import type { Migration } from './migration.ts';

/**
 * Phones that were let in, what they are sending, what they have sent, and what they are to be told. A phone may have
 * several pages with a key each (its Home Screen app and its HTTPS page have a storage of their own); only public
 * halves lie here. A capture is a photo as one phone sent it: two phones may have sent the same.
 */
export const phones: Migration = {
  number: 6,
  name: 'phones',
  up: (database) =>
    database.exec(`
      CREATE TABLE devices (
        id TEXT PRIMARY KEY CHECK (length(id) = 22),
        name TEXT NOT NULL,
        platform TEXT NOT NULL,
        paired_at INTEGER NOT NULL,
        seen_at INTEGER,
        notices TEXT NOT NULL DEFAULT 'page' CHECK (notices IN ('page', 'worker', 'push'))
      ) STRICT;

      CREATE TABLE device_keys (
        id TEXT PRIMARY KEY CHECK (length(id) = 22),
        device_id TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
        public_key BLOB NOT NULL CHECK (length(public_key) = 32),
        added_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX device_keys_by_device ON device_keys (device_id, added_at);

      -- What is not finished; its bytes lie in a file of its id.
      CREATE TABLE uploads (
        id TEXT PRIMARY KEY CHECK (length(id) = 22),
        device_id TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
        local_id TEXT NOT NULL,
        name TEXT NOT NULL,
        byte_length INTEGER NOT NULL CHECK (byte_length > 0),
        touched_at INTEGER NOT NULL,
        UNIQUE (device_id, local_id)
      ) STRICT;

      CREATE TABLE captures (
        photo_id TEXT NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
        device_id TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
        received_at INTEGER NOT NULL,
        PRIMARY KEY (photo_id, device_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX captures_by_device ON captures (device_id, received_at);

      -- What the studio thought of a capture before anybody processed it.
      CREATE TABLE verdicts (
        photo_id TEXT PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
        verdict TEXT NOT NULL CHECK (json_valid(verdict))
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE notices (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        device_id TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
        at INTEGER NOT NULL,
        notice TEXT NOT NULL CHECK (json_valid(notice))
      ) STRICT;
      CREATE INDEX notices_by_device ON notices (device_id, sequence);
    `),
};
