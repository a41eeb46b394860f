import type { Migration } from './migration.ts';

const doubtful = 0.7;
const live = `'scheduled', 'available', 'retryable'`;

/**
 * As migration 0004 has it, except that a picture is not for review any more once a person looked at it and let it
 * stand, or drew its outline.
 */
const stateOf = (photo: string) => `
  CASE
    WHEN EXISTS (SELECT 1 FROM jobs WHERE photo_id = ${photo} AND state = 'running') THEN 'working'
    WHEN EXISTS (SELECT 1 FROM jobs WHERE photo_id = ${photo} AND state IN (${live})) THEN 'waiting'
    WHEN (SELECT state FROM jobs WHERE photo_id = ${photo} ORDER BY number DESC LIMIT 1) = 'discarded'
      THEN 'failed'
    ELSE coalesce(
      (SELECT iif(looked_at IS NULL AND recipe ->> '$.outline' IS NULL AND (
                    report ->> '$.findings.quality.decision' = 'warn'
                    OR report ->> '$.findings.confidence' < ${doubtful}), 'review', 'done')
       FROM results WHERE photo_id = ${photo} AND lost_at IS NULL
       ORDER BY created_at DESC, rowid DESC LIMIT 1),
      'new')
  END`;

const triggers: readonly (readonly [name: string, when: string, photo: string])[] = [
  ['job_added', 'INSERT ON jobs', 'new.photo_id'],
  ['job_changed', 'UPDATE OF state ON jobs WHEN new.state <> old.state', 'new.photo_id'],
  ['job_removed', 'DELETE ON jobs', 'old.photo_id'],
  ['result_added', 'INSERT ON results', 'new.photo_id'],
  ['result_lost', 'UPDATE OF lost_at, looked_at ON results', 'new.photo_id'],
  ['result_removed', 'DELETE ON results', 'old.photo_id'],
];

/** When a person looked at a doubtful picture and was content with it. */
export const lookedAt: Migration = {
  number: 5,
  name: 'looked at',
  up: (database) => {
    database.exec('ALTER TABLE results ADD COLUMN looked_at INTEGER');
    for (const [name, when, photo] of triggers)
      database.exec(`
        DROP TRIGGER ${name};
        CREATE TRIGGER ${name} AFTER ${when} BEGIN
          UPDATE photos SET state = ${stateOf(photo)} WHERE id = ${photo};
        END;`);
    database.exec(`UPDATE photos SET state = ${stateOf('photos.id')} WHERE state = 'review'`);
  },
};
