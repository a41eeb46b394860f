import Sqlite from 'better-sqlite3';
import { type FailureCode, StudioFailure } from '../../contracts/failure.ts';

/** Extended codes ("SQLITE_IOERR_FSYNC") are judged by their beginning. */
const codes: readonly (readonly [prefix: string, code: FailureCode])[] = [
  ['SQLITE_FULL', 'diskFull'],
  ['SQLITE_READONLY', 'folderReadOnly'],
  ['SQLITE_PERM', 'folderReadOnly'],
  ['SQLITE_CANTOPEN', 'folderReadOnly'],
  ['SQLITE_CORRUPT', 'libraryDamaged'],
  ['SQLITE_NOTADB', 'libraryDamaged'],
  ['SQLITE_BUSY', 'libraryInUse'],
  ['SQLITE_LOCKED', 'libraryInUse'],
  ['SQLITE_IOERR', 'storageFailed'],
];

/** The failure that a photographer meets when the database refuses; a StudioFailure passes as it is. */
export function failureOfSqliteError(error: unknown): StudioFailure {
  if (error instanceof StudioFailure) return error;
  if (!(error instanceof Sqlite.SqliteError)) return new StudioFailure('unexpected', {}, { cause: error });
  const code = codes.find(([prefix]) => error.code.startsWith(prefix))?.[1] ?? 'unexpected';
  return new StudioFailure(code, { sqlite: error.code }, { cause: error });
}

/** Whether the file itself is bad, rather than the disk, the lock or the statement. */
export function isDamage(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code);
}
