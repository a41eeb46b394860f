import type { JobEvent, JobState } from '../../contracts/job.ts';
import type { Database } from '../library/database.ts';
import { claimStatement } from './claim-statement.ts';
import { emptyCounts, listLimit } from './job-lists.ts';
import {
  type EventRow,
  eventFromRow,
  fixedColumns,
  fromRow,
  type JobRow,
  jobColumns,
  toRow,
} from './job-row.ts';
import type { Change, Changed, Claim, JobStore } from './job-store.ts';
import { type Placed, rearrange } from './places.ts';
import { isWaiting, type StoredJob, startedData, type Transition } from './transitions.ts';

/** Works on a database that `migrate` has brought up to date. */
export function createSqliteStore(database: Database): JobStore {
  const statements = prepare(database);

  function record(job: StoredJob, event: NonNullable<Transition['event']>, at: number): JobEvent {
    const { lastInsertRowid } = statements.insertEvent.run(
      job.id,
      event.type,
      at,
      JSON.stringify(event.data),
    );
    return { sequence: Number(lastInsertRowid), jobId: job.id, at, ...event };
  }

  const add = database.transaction((jobs: readonly StoredJob[], at: number) => {
    const ids: string[] = [];
    const events: JobEvent[] = [];
    for (const job of jobs) {
      if (statements.insertJob.run(toRow(job)).changes === 0) {
        ids.push(statements.selectLive.get(job.kind, job.uniqueKey)!.id);
      } else {
        ids.push(job.id);
        events.push(record(job, { type: 'enqueued', data: { priority: job.priority } }, at));
      }
    }
    return { ids, events };
  });

  const claim = database.transaction((wanted: Claim): Changed | null => {
    const row = statements.claim.get({ ...wanted });
    if (!row) return null;
    const job = fromRow(row);
    return { job, event: record(job, { type: 'started', data: startedData(job) }, wanted.now) };
  });

  const change = database.transaction((wanted: Change): Changed | null => {
    const row = statements.select.get(wanted.id);
    if (!row || (wanted.token !== undefined && row.lease_token !== wanted.token)) return null;
    const transition = wanted.decide(fromRow(row));
    if (!transition) return null;
    const { job, event } = transition;
    if (!isWritten(() => statements.update.run({ ...toRow(job), fence: row.lease_token }).changes))
      return null;
    const recorded = event && record(job, event, wanted.at);
    wanted.alongside?.(job);
    return { job, event: recorded };
  });

  const move = database.transaction((id: string, before: string | null, at: number): JobEvent | null => {
    const moved = statements.select.get(id);
    const target = before === null ? null : statements.select.get(before);
    if (!moved || target === undefined || target?.id === moved.id) return null;
    if (!isWaiting(fromRow(moved)) || (target && (target.kind !== moved.kind || !isWaiting(fromRow(target)))))
      return null;
    const { kind } = moved;
    const priority = target?.priority ?? statements.lastPriority.get(kind)!.priority;
    const line = statements.line.all(kind, priority);
    const placed = { id, place: statements.place.get(id)!.place };
    for (const change of rearrange(line, placed, before)) statements.setPlace.run(change.place, change.id);
    const job = fromRow({ ...moved, priority });
    statements.setPriority.run(priority, id);
    return record(job, { type: 'moved', data: { before, priority: job.priority } }, at);
  });

  return {
    add: (jobs, at) => add.immediate(jobs, at),
    claim: (wanted) => claim.immediate(wanted),
    change: (wanted) => change.immediate(wanted),
    move: (id, before, at) => move.immediate(id, before, at),
    get(id) {
      const row = statements.select.get(id);
      return row ? fromRow(row) : null;
    },
    list(query) {
      const rows = statements.list[query.order ?? 'newest'].all({
        states: query.states ? JSON.stringify(query.states) : null,
        kind: query.kind ?? null,
        limit: listLimit(query),
      });
      return rows.map(fromRow);
    },
    counts() {
      const counts = emptyCounts();
      for (const { state, jobs } of statements.count.all()) counts[state] = jobs;
      return counts;
    },
    running: () => statements.running.all().map(fromRow),
    due: (now) => statements.due.all(now).map(fromRow),
    nextDueAt: () => statements.nextDue.get()?.at ?? null,
    eventsAfter: (sequence, limit) => statements.eventsAfter.all(sequence, limit).map(eventFromRow),
    lastSequence: () => statements.lastSequence.get()?.sequence ?? 0,
    removeFinal: (state, before, limit) => statements.removeFinal.run(state, before, limit).changes,
    removeEvents: (before, limit) => statements.removeEvents.run({ before, limit }).changes,
  };
}

/** A live job of the same unique key stops a retry; every other refusal is an error. */
function isWritten(update: () => number): boolean {
  try {
    return update() === 1;
  } catch (error) {
    if ((error as { code?: string }).code === 'SQLITE_CONSTRAINT_UNIQUE') return false;
    throw error;
  }
}

function prepare(database: Database) {
  const named = (columns: readonly string[]) => columns.map((column) => `@${column}`).join(', ');
  const changing = jobColumns.filter((column) => !fixedColumns.includes(column));
  const list = (direction: 'ASC' | 'DESC') =>
    database.prepare<[{ states: string | null; kind: string | null; limit: number }], JobRow>(`
      SELECT * FROM jobs
      WHERE (@states IS NULL OR state IN (SELECT value FROM json_each(@states)))
        AND (@kind IS NULL OR kind = +@kind)
      ORDER BY number ${direction} LIMIT +@limit`);
  return {
    insertJob: database.prepare<[Omit<JobRow, 'number'>]>(
      `INSERT INTO jobs (${jobColumns.join(', ')}) VALUES (${named(jobColumns)})
       ON CONFLICT (kind, unique_key)
         WHERE unique_key IS NOT NULL AND state IN ('scheduled', 'available', 'running', 'retryable')
         DO NOTHING`,
    ),
    insertEvent: database.prepare<[string, string, number, string]>(
      'INSERT INTO events (job_id, type, at, data) VALUES (?, ?, ?, ?)',
    ),
    claim: database.prepare<[Claim], JobRow>(claimStatement),
    select: database.prepare<[string], JobRow>('SELECT * FROM jobs WHERE id = ?'),
    selectLive: database.prepare<[string, string | null], { id: string }>(
      `SELECT id FROM jobs WHERE kind = +? AND unique_key = +?
         AND state IN ('scheduled', 'available', 'running', 'retryable')`,
    ),
    update: database.prepare<[Omit<JobRow, 'number'> & { fence: string | null }]>(
      `UPDATE jobs SET ${changing.map((column) => `${column} = @${column}`).join(', ')}
       WHERE id = @id AND lease_token IS @fence`,
    ),
    lastPriority: database.prepare<[string], { priority: number }>(
      `SELECT max(priority) AS priority FROM jobs
       WHERE kind = +? AND state IN ('scheduled', 'available', 'retryable')`,
    ),
    line: database.prepare<[string, number], Placed>(
      `SELECT id, coalesce(position, number) AS place FROM jobs
       WHERE kind = +? AND priority = +? AND state IN ('scheduled', 'available', 'retryable')
       ORDER BY place`,
    ),
    place: database.prepare<[string], { place: number }>(
      'SELECT coalesce(position, number) AS place FROM jobs WHERE id = ?',
    ),
    setPlace: database.prepare<[number, string]>('UPDATE jobs SET position = ? WHERE id = ?'),
    setPriority: database.prepare<[number, string]>('UPDATE jobs SET priority = ? WHERE id = ?'),
    list: { oldest: list('ASC'), newest: list('DESC') },
    count: database.prepare<[], { state: JobState; jobs: number }>(
      'SELECT state, count(*) AS jobs FROM jobs GROUP BY state',
    ),
    running: database.prepare<[], JobRow>("SELECT * FROM jobs WHERE state = 'running' ORDER BY number"),
    due: database.prepare<[number], JobRow>(
      `SELECT * FROM jobs WHERE state IN ('scheduled', 'retryable') AND run_at <= ?
       ORDER BY run_at, number LIMIT 500`,
    ),
    nextDue: database.prepare<[], { at: number }>(
      `SELECT run_at AS at FROM jobs WHERE state IN ('scheduled', 'retryable') ORDER BY run_at LIMIT 1`,
    ),
    eventsAfter: database.prepare<[number, number], EventRow>(
      'SELECT * FROM events WHERE sequence > ? ORDER BY sequence LIMIT +?',
    ),
    lastSequence: database.prepare<[], { sequence: number }>(
      'SELECT sequence FROM events ORDER BY sequence DESC LIMIT 1',
    ),
    removeFinal: database.prepare<[string, number, number]>(
      `DELETE FROM jobs WHERE number IN
         (SELECT number FROM jobs WHERE state = ? AND finalized_at IS NOT NULL AND finalized_at < ? LIMIT +?)`,
    ),
    removeEvents: database.prepare<[{ before: number; limit: number }]>(
      `DELETE FROM events WHERE at < @before AND sequence < (SELECT max(sequence) FROM events)
         AND sequence IN (SELECT sequence FROM events ORDER BY sequence LIMIT +@limit)`,
    ),
  };
}
