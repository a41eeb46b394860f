import { join } from 'node:path';
import type { PhotoId } from '../../contracts/photo.ts';
import type { Recipe } from '../../contracts/recipe.ts';
import type { Database } from './database.ts';
import { type Layout, resultDirectory } from './layout.ts';
import type { CompletedReport, ResultRecord, StoredResult } from './result-record.ts';

export interface ResultRow {
  readonly id: string;
  readonly photo_id: string;
  readonly job_id: string;
  readonly recipe: string;
  readonly recipe_hash: string;
  readonly version: number;
  readonly report: string;
  readonly picture: string;
  readonly visible_mask: string;
  readonly filled_mask: string;
  readonly created_at: number;
  readonly lost_at: number | null;
}

/** The `results` table (migration 0001). */
export class ResultRows {
  readonly #layout: Layout;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: Database, layout: Layout) {
    this.#layout = layout;
    this.#statements = prepare(database);
  }

  get(id: string): StoredResult | null {
    return this.#stored(this.#statements.select.get(id));
  }

  ofPhoto(photoId: PhotoId): StoredResult[] {
    return this.#statements.ofPhoto.all(photoId).map((row) => this.#stored(row)!);
  }

  ofJob(jobId: string): StoredResult | null {
    return this.#stored(this.#statements.ofJob.get(jobId));
  }

  /** Latest first, without the lost ones. */
  ofRecipe(photoId: PhotoId, recipeHash: string): StoredResult[] {
    return this.#statements.ofRecipe.all(photoId, recipeHash).map((row) => this.#stored(row)!);
  }

  /** Adds the next version. May run inside the caller's transaction. */
  insert(record: ResultRecord): StoredResult {
    const folder = resultDirectory(record.photoId, record.id);
    this.#statements.insert.run({
      ...record,
      recipe: JSON.stringify(record.recipe),
      report: JSON.stringify(record.report),
      picture: `${folder}/${record.picture}`,
      visibleMask: `${folder}/${record.visibleMask}`,
      filledMask: `${folder}/${record.filledMask}`,
    });
    return this.get(record.id)!;
  }

  markLost(id: string, at: number): void {
    this.#statements.markLost.run(at, id);
  }

  markLookedAt(photoIds: readonly PhotoId[], at: number): void {
    this.#statements.markLookedAt.run(at, JSON.stringify(photoIds));
  }

  /** Every result that is not lost: its id and its folder's first part. */
  present(): { readonly id: string; readonly photoId: string }[] {
    return this.#statements.present.all();
  }

  #stored(row: ResultRow | undefined): StoredResult | null {
    if (!row) return null;
    const absolute = (path: string) => join(this.#layout.directory, path);
    return {
      id: row.id,
      photoId: row.photo_id,
      jobId: row.job_id,
      recipe: JSON.parse(row.recipe) as Recipe,
      recipeHash: row.recipe_hash,
      version: row.version,
      report: JSON.parse(row.report) as CompletedReport,
      createdAt: row.created_at,
      directory: absolute(resultDirectory(row.photo_id, row.id)),
      picturePath: absolute(row.picture),
      visibleMaskPath: absolute(row.visible_mask),
      filledMaskPath: absolute(row.filled_mask),
      lostAt: row.lost_at,
    };
  }
}

type Insert = Omit<ResultRecord, 'recipe' | 'report'> & { readonly recipe: string; readonly report: string };

function prepare(database: Database) {
  return {
    select: database.prepare<[string], ResultRow>('SELECT * FROM results WHERE id = ?'),
    ofPhoto: database.prepare<[string], ResultRow>(
      'SELECT * FROM results WHERE photo_id = +? ORDER BY created_at DESC, version DESC',
    ),
    ofJob: database.prepare<[string], ResultRow>(
      'SELECT * FROM results WHERE job_id = +? ORDER BY created_at DESC LIMIT 1',
    ),
    ofRecipe: database.prepare<[string, string], ResultRow>(
      `SELECT * FROM results WHERE photo_id = +? AND recipe_hash = +? AND lost_at IS NULL ORDER BY version DESC`,
    ),
    insert: database.prepare<[Insert]>(
      `INSERT INTO results (id, photo_id, job_id, recipe, recipe_hash, version, report,
         picture, visible_mask, filled_mask, created_at)
       VALUES (@id, @photoId, @jobId, @recipe, @recipeHash,
         (SELECT coalesce(max(version), 0) + 1 FROM results
            WHERE photo_id = +@photoId AND recipe_hash = +@recipeHash),
         @report, @picture, @visibleMask, @filledMask, @createdAt)`,
    ),
    markLost: database.prepare<[number, string]>(
      'UPDATE results SET lost_at = ? WHERE id = ? AND lost_at IS NULL',
    ),
    markLookedAt: database.prepare<[number, string]>(
      `UPDATE results SET looked_at = ? WHERE looked_at IS NULL AND lost_at IS NULL
         AND photo_id IN (SELECT value FROM json_each(?))`,
    ),
    present: database.prepare<[], { id: string; photoId: string }>(
      'SELECT id, photo_id AS photoId FROM results WHERE lost_at IS NULL',
    ),
  };
}
