/**
 * Finished pictures. A result comes about in this order, and a crash between any two steps leaves either no
 * result or a whole one: the worker writes and syncs `.part` files, `accept` checks and renames them and syncs
 * the folders, and `record` adds the row inside the transaction that completes the job. A folder without a row
 * is no result; the sweep at the next start removes it.
 */
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { StudioFailure } from '../../contracts/failure.ts';
import type { PhotoId } from '../../contracts/photo.ts';
import type { ProcessRequest } from '../../contracts/processing.ts';
import type { OutputFormat, Recipe } from '../../contracts/recipe.ts';
import type { Clock } from './clock.ts';
import { writeWhole } from './copy-file.ts';
import { onSide } from './failure-of-io-error.ts';
import type { FileStore } from './file-store.ts';
import { type Layout, partEnding, resultDirectory } from './layout.ts';
import {
  type CompletedReport,
  type ResultRecord,
  recordFileName,
  resultFileNames,
  resultFiles,
  type StoredResult,
} from './result-record.ts';
import type { ResultRows } from './result-rows.ts';

export interface ResultTargets {
  readonly resultId: string;
  readonly photoId: PhotoId;
  readonly format: OutputFormat;
  readonly directory: string;
  /** For the worker's request as they are. */
  readonly targets: ProcessRequest['targets'];
  readonly scratchDirectory: string;
}

export interface AcceptRequest {
  readonly targets: ResultTargets;
  readonly jobId: string;
  readonly recipe: Recipe;
  readonly recipeHash: string;
  readonly report: CompletedReport;
}

export class ResultStore {
  readonly #rows: ResultRows;
  readonly #layout: Layout;
  readonly #files: FileStore;
  readonly #clock: Clock;

  constructor(rows: ResultRows, layout: Layout, files: FileStore, clock: Clock) {
    this.#rows = rows;
    this.#layout = layout;
    this.#files = files;
    this.#clock = clock;
  }

  /** The latest result whose files are there; those whose files are gone are marked as lost on the way. */
  async find(photoId: PhotoId, recipeHash: string): Promise<StoredResult | null> {
    for (const result of this.#rows.ofRecipe(photoId, recipeHash)) {
      if (await this.isWhole(result)) return result;
      this.#rows.markLost(result.id, this.#clock.now());
    }
    return null;
  }

  async isWhole(result: StoredResult): Promise<boolean> {
    const { report, picturePath, visibleMaskPath, filledMaskPath } = result;
    const sizes = [picturePath, visibleMaskPath, filledMaskPath].map((path) => this.#files.size(path));
    const [picture, ...masks] = await onSide('library', () => Promise.all(sizes));
    return picture === report.picture.byteLength && masks.every((size) => size !== null && size > 0);
  }

  /** Makes a folder for one attempt. Each attempt has its own: a worker thought dead may still write. */
  async targets(photoId: PhotoId, format: OutputFormat): Promise<ResultTargets> {
    const resultId = randomUUID();
    const directory = join(this.#layout.directory, resultDirectory(photoId, resultId));
    const scratchDirectory = join(this.#layout.scratch, resultId);
    await onSide('library', async () => {
      await this.#files.makeDirectory(directory);
      await this.#files.makeDirectory(scratchDirectory);
    });
    const names = resultFileNames(format);
    const part = (name: string) => join(directory, `${name}${partEnding}`);
    const targets = {
      picture: part(names.picture),
      visibleMask: part(names.visibleMask),
      filledMask: part(names.filledMask),
    };
    return { resultId, photoId, format, directory, targets, scratchDirectory };
  }

  /**
   * Checks the worker's files against its report and gives them their names. `record` adds the row and must
   * run in the transaction that completes the job. Rejects with resultNotVerified and failures of the disk,
   * after which `abandon` clears up.
   */
  async accept(request: AcceptRequest): Promise<{ readonly record: () => StoredResult }> {
    const { targets, jobId, recipe, recipeHash, report } = request;
    const { resultId, photoId, directory, format } = targets;
    const names = resultFileNames(format);
    const record: ResultRecord = {
      id: resultId,
      photoId,
      jobId,
      recipe,
      recipeHash,
      report,
      ...names,
      createdAt: this.#clock.now(),
    };
    await onSide('library', async () => {
      await this.#verify(request);
      await writeWhole(this.#files, join(directory, recordFileName), Buffer.from(JSON.stringify(record)));
      for (const file of resultFiles) {
        await this.#files.rename(targets.targets[file], join(directory, names[file]));
      }
      await this.#files.syncDirectory(directory);
      await this.#files.syncDirectory(dirname(directory));
      await this.#files.syncDirectory(this.#layout.results);
      await this.#files.remove(targets.scratchDirectory);
    });
    return { record: () => this.#rows.insert(record) };
  }

  /** Removes what an attempt left behind. Call it for every attempt that did not become a result. */
  async abandon({ directory, scratchDirectory }: ResultTargets): Promise<void> {
    await onSide('library', async () => {
      await this.#files.remove(scratchDirectory);
      await this.#files.remove(directory);
    });
  }

  async #verify({ targets, report }: AcceptRequest): Promise<void> {
    for (const file of resultFiles) {
      const size = await this.#files.size(targets.targets[file]);
      const isRight = file === 'picture' ? size === report.picture.byteLength : size !== null && size > 0;
      if (!isRight) {
        const details = {
          file,
          size,
          expected: file === 'picture' ? report.picture.byteLength : 'more than 0',
        };
        throw new StudioFailure('resultNotVerified', details);
      }
    }
  }
}
