import type { FailureCode } from '../../contracts/failure.ts';
import type { Photo, PhotoId } from '../../contracts/photo.ts';
import type { OutputFormat } from '../../contracts/recipe.ts';
import type { Database } from './database.ts';
import type { Layout } from './layout.ts';
import type { DecodedPhoto, ImportedPhoto, PhotoQuery } from './photo-store.ts';
import type { DatabaseRecovery } from './recover-database.ts';
import type { Registered } from './register-files.ts';
import type { StoredResult } from './result-record.ts';
import type { AcceptRequest, ResultTargets } from './result-store.ts';
import type { SweepReport } from './sweep.ts';

/** Tell the user with the failure `libraryDamaged`. */
export interface Recovery extends DatabaseRecovery {
  /** What lay on disk and was taken up again. */
  readonly registered: Registered;
}

/** Everything the studio keeps: photos, results, and the database that the queue shares. */
export interface Library {
  readonly directory: string;
  readonly layout: Layout;
  readonly logsDirectory: string;
  /** For the queue, and for transactions that span both. */
  readonly database: Database;
  /** Not null when the database could not be used and was replaced. */
  readonly recovery: Recovery | null;
  readonly sweep: SweepReport;

  /**
   * Copies a photo in; the same bytes twice are one photo. `from` names the phone that sent it. Rejects with fileMissing, fileUnreadable,
   * fileNotAPhoto (a folder), fileEmpty, fileTooLarge, diskFull, folderReadOnly, storageFailed.
   */
  importPhoto(path: string, name: string, from?: string): Promise<ImportedPhoto>;
  photo(id: PhotoId): Photo | null;
  /** Newest first. */
  photos(query?: PhotoQuery): Photo[];
  /** What the first decoding told. */
  describePhoto(id: PhotoId, decoded: DecodedPhoto): void;
  /** It cannot be decoded, and why. */
  markUnreadable(id: PhotoId, code: FailureCode): void;
  /**
   * Removes a photo with its results for good; false when there was none. Nothing may be working on it. Rejects with
   * failures of the disk, and then the photo is still there.
   */
  removePhoto(id: PhotoId): Promise<boolean>;
  /** Removes one version for good; returns whose it was. */
  removeResult(id: string): Promise<PhotoId | null>;
  /** Where the original lies. */
  photoPath(id: PhotoId): string;

  /** The latest result of this recipe whose files are there. */
  findResult(photoId: PhotoId, recipeHash: string): Promise<StoredResult | null>;
  result(id: string): StoredResult | null;
  resultOfJob(jobId: string): StoredResult | null;
  /** Newest first, lost ones included: look at `lostAt`. */
  resultsOfPhoto(photoId: PhotoId): StoredResult[];
  /** Somebody saw the pictures of these photos and is content: no doubt about them is shown any more. */
  markLookedAt(photoIds: readonly PhotoId[]): void;
  /** Paths for one attempt of the worker; ends in `acceptResult` or `abandonResult`. */
  resultTargets(photoId: PhotoId, format: OutputFormat): Promise<ResultTargets>;
  /** Verifies and names the files; pass `record` as `alongside` of the job's completion. */
  acceptResult(request: AcceptRequest): Promise<{ readonly record: () => StoredResult }>;
  abandonResult(targets: ResultTargets): Promise<void>;

  /** Makes a copy of the database now and returns its path. */
  backup(): Promise<string>;
  /** Close the queue first. */
  close(): Promise<void>;
}
