import { type FailureCode, StudioFailure } from '../../contracts/failure.ts';

/** The photo that is read, the data folder, or the folder that finished pictures are copied to. */
export type IoSide = 'source' | 'library' | 'output';

const sourceCodes: Readonly<Record<string, FailureCode>> = {
  ENOENT: 'fileMissing',
  ENOTDIR: 'fileMissing',
  EACCES: 'fileUnreadable',
  EPERM: 'fileUnreadable',
  EISDIR: 'fileNotAPhoto',
  EIO: 'fileDamaged',
  ELOOP: 'fileUnreadable',
  ENAMETOOLONG: 'fileUnreadable',
};
const targetCodes: Readonly<Record<string, FailureCode>> = {
  // A file stands where a folder should be.
  EEXIST: 'folderUnusable',
  ENOTDIR: 'folderUnusable',
  EACCES: 'folderReadOnly',
  EPERM: 'folderReadOnly',
  EROFS: 'folderReadOnly',
  ENOSPC: 'diskFull',
  EDQUOT: 'diskFull',
};

/** The failure that a photographer meets for an error of the file system; a StudioFailure passes as it is. */
export function failureOfIoError(error: unknown, side: IoSide): StudioFailure {
  if (error instanceof StudioFailure) return error;
  const errno = (error as NodeJS.ErrnoException | null)?.code;
  if (typeof errno !== 'string') return new StudioFailure('unexpected', { side }, { cause: error });
  const code = (side === 'source' ? sourceCodes : targetCodes)[errno] ?? 'storageFailed';
  return new StudioFailure(code, { errno, side }, { cause: error });
}

/** Runs work on one side, so that whatever the file system refuses there becomes the right failure. */
export async function onSide<T>(side: IoSide, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw failureOfIoError(error, side);
  }
}
