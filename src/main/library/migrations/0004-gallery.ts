import type { Migration } from './migration.ts';

/** Below this the finder was not sure enough for nobody to look at what it made. */
const doubtful = 0.7;

const live = `'scheduled', 'available', 'retryable'`;

/** What a card shows of a photo, from its jobs and results. */
const stateOf = (photo: string) => `
  CASE
    WHEN EXISTS (SELECT 1 FROM jobs WHERE photo_id = ${photo} AND state = 'running') THEN 'working'
    WHEN EXISTS (SELECT 1 FROM jobs WHERE photo_id = ${photo} AND state IN (${live})) THEN 'waiting'
    WHEN (SELECT state FROM jobs WHERE photo_id = ${photo} ORDER BY number DESC LIMIT 1) = 'discarded'
      THEN 'failed'
    ELSE coalesce(
      (SELECT iif(report ->> '$.findings.quality.decision' = 'warn'
                  OR report ->> '$.findings.confidence' < ${doubtful}, 'review', 'done')
       FROM results WHERE photo_id = ${photo} AND lost_at IS NULL
       ORDER BY created_at DESC, rowid DESC LIMIT 1),
      'new')
  END`;

const trigger = (name: string, when: string, photo: string) => `
  CREATE TRIGGER ${name} AFTER ${when} BEGIN
    UPDATE photos SET state = ${stateOf(photo)} WHERE id = ${photo};
  END;`;

/**
 * What the gallery asks for, so that a page of it costs the same with a hundred and with a hundred thousand photos:
 * each photo's state, kept by triggers in the very transaction that changes its jobs or results, and what the
 * first decoding told. `jobs.position` is the place in line of a job that a user moved; others stand by number.
 */
export const gallery: Migration = {
  number: 4,
  name: 'gallery',
  up: (database) =>
    database.exec(`
      ALTER TABLE photos ADD COLUMN state TEXT NOT NULL DEFAULT 'new'
        CHECK (state IN ('new', 'waiting', 'working', 'done', 'review', 'failed'));
      ALTER TABLE photos ADD COLUMN format TEXT;
      ALTER TABLE photos ADD COLUMN width INTEGER CHECK (width > 0);
      ALTER TABLE photos ADD COLUMN height INTEGER CHECK (height > 0);
      -- Why it could not be decoded; a code of the failure table.
      ALTER TABLE photos ADD COLUMN unreadable TEXT;
      -- The name of the phone it came from.
      ALTER TABLE photos ADD COLUMN origin TEXT;
      CREATE INDEX photos_by_state ON photos (state, imported_at);
      CREATE INDEX photos_not_decoded ON photos (imported_at) WHERE width IS NULL AND unreadable IS NULL;

      ALTER TABLE jobs ADD COLUMN photo_id TEXT AS (payload ->> '$.photoId') VIRTUAL;
      ALTER TABLE jobs ADD COLUMN position INTEGER;
      CREATE INDEX jobs_by_photo ON jobs (photo_id) WHERE photo_id IS NOT NULL;
      DROP INDEX jobs_ready;
      CREATE INDEX jobs_ready ON jobs (kind, priority, coalesce(position, number)) WHERE state = 'available';

      CREATE INDEX results_by_photo ON results (photo_id, created_at) WHERE lost_at IS NULL;

      ${trigger('job_added', 'INSERT ON jobs', 'new.photo_id')}
      ${trigger('job_changed', 'UPDATE OF state ON jobs WHEN new.state <> old.state', 'new.photo_id')}
      ${trigger('job_removed', 'DELETE ON jobs', 'old.photo_id')}
      ${trigger('result_added', 'INSERT ON results', 'new.photo_id')}
      ${trigger('result_lost', 'UPDATE OF lost_at ON results', 'new.photo_id')}
      ${trigger('result_removed', 'DELETE ON results', 'old.photo_id')}

      UPDATE photos SET state = ${stateOf('photos.id')};
    `),
};
