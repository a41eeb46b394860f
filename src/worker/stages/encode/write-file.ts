/**
 * Puts finished bytes on the disk so that they stay there: written, fsynced, closed, or not there at all. We
 * write ourselves, not through libvips, because only then does a full disk have a name (ENOSPC).
 */
import { type FileHandle, open as openFile, rm as removeFile } from 'node:fs/promises';
import { type FailureCode, StudioFailure } from '../../../contracts/failure.ts';

/** What writing needs of a file system. */
export interface WritingFileSystem {
  open(path: string, flags: 'w'): Promise<Pick<FileHandle, 'writeFile' | 'sync' | 'close'>>;
  rm(path: string, options: { force: true }): Promise<void>;
}

const realFileSystem: WritingFileSystem = { open: openFile, rm: removeFile };

const codes: Readonly<Record<string, FailureCode>> = {
  ENOSPC: 'diskFull',
  EDQUOT: 'diskFull',
  EFBIG: 'diskFull',
  EACCES: 'folderReadOnly',
  EPERM: 'folderReadOnly',
  EROFS: 'folderReadOnly',
};

/** @throws StudioFailure diskFull, folderReadOnly, storageFailed; the file is then gone. */
export async function writeFile(
  path: string,
  bytes: Uint8Array,
  fileSystem: WritingFileSystem = realFileSystem,
): Promise<void> {
  let handle: Awaited<ReturnType<WritingFileSystem['open']>> | undefined;
  try {
    handle = await fileSystem.open(path, 'w');
    await handle.writeFile(bytes);
    await handle.sync();
    // Network file systems report a full disk as late as here.
    await handle.close();
  } catch (error) {
    if (handle !== undefined) {
      await handle.close().catch(() => undefined);
      await fileSystem.rm(path, { force: true }).catch(() => undefined);
    }
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new StudioFailure(
      codes[code] ?? 'storageFailed',
      { code, reason: String(error) },
      { cause: error },
    );
  }
}
