import type { Migration } from './migration.ts';

/**
 * The queue's tables. Constraints make impossible states unrepresentable: a job is running exactly while it is
 * leased, and final exactly when it says since when. `number` is the order in which jobs were added. The ready
 * index ends, as every SQLite index does, in the row's number, so the head of each line is one look-up however
 * long the line is. The unique key covers all live states: covering only some of them lets a duplicate in
 * while the first is in the others.
 */
export const jobsAndEvents: Migration = {
  number: 2,
  name: 'jobs and events',
  up: (database) =>
    database.exec(`
      CREATE TABLE jobs (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN
          ('scheduled', 'available', 'running', 'retryable', 'completed', 'cancelled', 'discarded')),
        priority INTEGER NOT NULL CHECK (priority IN (1, 2)),
        payload TEXT NOT NULL CHECK (json_valid(payload)),
        unique_key TEXT,
        error_count INTEGER NOT NULL CHECK (error_count >= 0),
        crash_count INTEGER NOT NULL CHECK (crash_count >= 0),
        failure TEXT,
        progress TEXT CHECK (progress IS NULL OR json_valid(progress)),
        enqueued_at INTEGER NOT NULL,
        run_at INTEGER NOT NULL,
        started_at INTEGER,
        finalized_at INTEGER,
        lease_token TEXT,
        lease_until INTEGER,
        cancel_requested_at INTEGER,
        CHECK ((state = 'running') = (lease_token IS NOT NULL)),
        CHECK ((lease_token IS NULL) = (lease_until IS NULL)),
        CHECK ((state IN ('completed', 'cancelled', 'discarded')) = (finalized_at IS NOT NULL)),
        CHECK (state <> 'discarded' OR failure IS NOT NULL),
        CHECK (state <> 'running' OR started_at IS NOT NULL)
      ) STRICT;
      CREATE INDEX jobs_ready ON jobs (kind, priority) WHERE state = 'available';
      CREATE INDEX jobs_due ON jobs (run_at) WHERE state IN ('scheduled', 'retryable');
      CREATE INDEX jobs_lease ON jobs (lease_until) WHERE state = 'running';
      CREATE INDEX jobs_final ON jobs (state, finalized_at) WHERE finalized_at IS NOT NULL;
      CREATE INDEX jobs_by_state ON jobs (state);
      CREATE UNIQUE INDEX jobs_unique_live ON jobs (kind, unique_key)
        WHERE unique_key IS NOT NULL AND state IN ('scheduled', 'available', 'running', 'retryable');

      CREATE TABLE events (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        job_id TEXT NOT NULL,
        type TEXT NOT NULL,
        at INTEGER NOT NULL,
        data TEXT NOT NULL CHECK (json_valid(data))
      ) STRICT;
    `),
};
