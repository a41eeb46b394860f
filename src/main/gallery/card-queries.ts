/**
 * The gallery's questions to the database. Every photo's state is kept beside it (migration 0004), so a page is a
 * walk along one index and a handful of look-ups for each of its rows.
 */
import type { GalleryFilter } from '../../contracts/gallery.ts';
import type { Database } from '../library/database.ts';
import { processPhotoKind } from '../process-photo.ts';

/** Of the photo, of the iris in it, of the picture made of it, and the time that took. */
export type ShownFigures = readonly [
  sourceWidth: number | null,
  sourceHeight: number | null,
  irisX: number | null,
  irisY: number | null,
  irisRadius: number | null,
  width: number,
  height: number,
  milliseconds: number,
];

export interface CardRow {
  readonly id: string;
  readonly name: string;
  readonly importedAt: number;
  readonly state: 'new' | 'waiting' | 'working' | 'done' | 'review' | 'failed';
  readonly width: number | null;
  readonly height: number | null;
  readonly unreadable: string | null;
  readonly origin: string | null;
  readonly versions: number;
  readonly resultId: string | null;
  readonly createdAt: number;
  /** `ShownFigures` as JSON, of the newest result, or of the latest attempt where there is none. */
  readonly result: string | null;
  readonly attempt: string | null;
  readonly jobId: string | null;
  readonly progress: string | null;
  readonly failure: string | null;
}

const conditions: Readonly<Record<GalleryFilter, string>> = {
  all: 'TRUE',
  new: "state = 'new'",
  working: "state IN ('working', 'waiting')",
  done: "state = 'done'",
  review: "state = 'review'",
  failed: "state = 'failed'",
};

/** A report's figures that a card shows, as a JSON list: each report is read once. See `ShownFigures`. */
const shown = (
  report: string,
) => `json_extract(${report}, '$.findings.source.width', '$.findings.source.height',
  '$.findings.iris.cx', '$.findings.iris.cy', '$.findings.iris.a', '$.picture.width', '$.picture.height',
  '$.timings.total')`;

const cards = (which: string) => `
  SELECT p.id, p.name, p.imported_at AS importedAt, p.state, p.width, p.height, p.unreadable, p.origin,
    (SELECT count(*) FROM results WHERE photo_id = p.id AND lost_at IS NULL) AS versions,
    r.id AS resultId, r.created_at AS createdAt, ${shown('r.report')} AS result, ${shown('a.report')} AS attempt,
    j.id AS jobId, j.progress, iif(p.state = 'failed', j.failure, NULL) AS failure
  FROM photos p
  LEFT JOIN results r ON r.rowid = (
    SELECT rowid FROM results WHERE photo_id = p.id AND lost_at IS NULL
    ORDER BY created_at DESC, rowid DESC LIMIT 1)
  LEFT JOIN attempts a ON r.id IS NULL AND a.rowid = (
    SELECT rowid FROM attempts WHERE photo_id = p.id ORDER BY ended_at DESC LIMIT 1)
  LEFT JOIN jobs j ON j.number = (
    SELECT number FROM jobs WHERE photo_id = p.id ORDER BY state = 'running' DESC, number DESC LIMIT 1)
  WHERE ${which}
  ORDER BY p.imported_at DESC, p.rowid DESC`;

const isWaiting = "state IN ('available', 'retryable', 'scheduled')";
const line = (condition: string) => `
  SELECT j.id AS jobId, j.photo_id AS photoId, p.name, j.progress FROM jobs j JOIN photos p ON p.id = j.photo_id
  WHERE j.kind = '${processPhotoKind}' AND ${condition}`;

export interface LineRow {
  readonly jobId: string;
  readonly photoId: string;
  readonly name: string;
  readonly progress: string | null;
}

/** With `$search` as a LIKE pattern, its own signs escaped by a backslash. */
export function searchPattern(search: string): string {
  return `%${search.replace(/[\\%_]/g, '\\$&')}%`;
}

/** A prepared question. */
export interface Query<Parameters extends unknown[], Row> {
  all(...parameters: Parameters): Row[];
  get(...parameters: Parameters): Row | undefined;
}

interface Search {
  readonly search: string;
}

/** One question for each filter, with and without a search. */
type Filtered<Parameters extends unknown[], Row> = Readonly<
  Record<'plain' | 'searched', Readonly<Record<GalleryFilter, Query<Parameters, Row>>>>
>;

export interface CardQueries {
  readonly page: Filtered<[Search & { limit: number; offset: number }], CardRow>;
  readonly ids: Filtered<[Search], string>;
  readonly total: Filtered<[Search], number>;
  /** By a JSON list of ids. */
  readonly cards: Query<[string], CardRow>;
  readonly counts: Query<[], { state: CardRow['state']; photos: number }>;
  readonly running: Query<[], LineRow>;
  /** The head of the line, so many. */
  readonly ready: Query<[number], LineRow>;
  /** Those that come back soon; they stand behind the line for their second or two. */
  readonly later: Query<[number], LineRow>;
  /** Photos in the order of the line, so many. */
  readonly places: Query<[number], string>;
  readonly waiting: Query<[], number>;
  readonly job: Query<
    [string],
    { photoId: string | null; priority: number; failure: string | null; from: string | null }
  >;
  /** By a JSON list of photo ids: those that there are, in the order given. */
  readonly known: Query<[string], string>;
  /** By a JSON list of photo ids: what waits or runs for any of them. */
  readonly liveJobIds: Query<[string], string>;
  readonly liveJobs: Query<[string], { id: string; state: string }>;
  /** The latest job of each photo that shows as failed. */
  readonly failedJobs: Query<[], string>;
  readonly latestJob: Query<[string], { state: string; errorCount: number; crashCount: number }>;
  readonly latestAttempt: Query<[string], { report: string; endedAt: number }>;
  readonly source: Query<[string], { format: string | null; byteLength: number }>;
  /** Milliseconds that the latest results took, newest first. */
  readonly recentDurations: Query<[number], number>;
}

export function prepareCardQueries(database: Database): CardQueries {
  const rows = <Parameters extends unknown[], Row>(sql: string) =>
    database.prepare<Parameters, Row>(sql) as Query<Parameters, Row>;
  const values = <Parameters extends unknown[], Value>(sql: string) =>
    database.prepare<Parameters, Value>(sql).pluck() as Query<Parameters, Value>;
  const filtered = <Made>(make: (condition: string) => Made) => {
    const named = (suffix: string) =>
      Object.fromEntries(
        Object.entries(conditions).map(([filter, condition]) => [filter, make(condition + suffix)]),
      ) as Record<GalleryFilter, Made>;
    return { plain: named(''), searched: named(" AND name LIKE +@search ESCAPE '\\'") };
  };
  return {
    page: filtered((condition) =>
      rows(
        cards(`p.rowid IN (SELECT rowid FROM photos WHERE ${condition}
          ORDER BY imported_at DESC, rowid DESC LIMIT +@limit OFFSET +@offset)`),
      ),
    ),
    ids: filtered((condition) =>
      values(`SELECT id FROM photos WHERE ${condition} ORDER BY imported_at DESC, rowid DESC`),
    ),
    total: filtered((condition) => values(`SELECT count(*) FROM photos WHERE ${condition}`)),
    cards: rows(cards('p.id IN (SELECT value FROM json_each(?))')),
    counts: rows('SELECT state, count(*) AS photos FROM photos GROUP BY state'),
    running: rows(`${line("j.state = 'running'")} ORDER BY j.started_at`),
    ready: rows(
      `${line("j.state = 'available'")} ORDER BY j.priority, coalesce(j.position, j.number) LIMIT +?`,
    ),
    later: rows(`${line("j.state IN ('retryable', 'scheduled')")} ORDER BY j.run_at LIMIT +?`),
    places: values(
      `SELECT photo_id FROM jobs WHERE kind = '${processPhotoKind}' AND state = 'available'
       ORDER BY priority, coalesce(position, number) LIMIT +?`,
    ),
    waiting: values(`SELECT count(*) FROM jobs WHERE ${isWaiting}`),
    job: rows(
      `SELECT photo_id AS photoId, priority, failure,
         (SELECT origin FROM photos WHERE id = jobs.photo_id) AS "from" FROM jobs WHERE id = ?`,
    ),
    known: values(
      'SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM photos WHERE id = value) ORDER BY key',
    ),
    liveJobIds: values(
      `SELECT id FROM jobs WHERE photo_id IN (SELECT value FROM json_each(?))
         AND (${isWaiting} OR state = 'running') ORDER BY number`,
    ),
    liveJobs: rows(
      `SELECT id, state FROM jobs WHERE photo_id = +? AND (${isWaiting} OR state = 'running') ORDER BY number`,
    ),
    failedJobs: values(
      `SELECT (SELECT id FROM jobs WHERE photo_id = photos.id ORDER BY number DESC LIMIT 1)
       FROM photos WHERE state = 'failed' ORDER BY imported_at, rowid`,
    ),
    latestJob: rows(
      `SELECT state, error_count AS errorCount, crash_count AS crashCount
       FROM jobs WHERE photo_id = +? ORDER BY number DESC LIMIT 1`,
    ),
    latestAttempt: rows(
      'SELECT report, ended_at AS endedAt FROM attempts WHERE photo_id = +? ORDER BY ended_at DESC LIMIT 1',
    ),
    source: rows('SELECT format, byte_length AS byteLength FROM photos WHERE id = ?'),
    recentDurations: values(
      "SELECT report ->> '$.timings.total' FROM results ORDER BY created_at DESC LIMIT +?",
    ),
  };
}
