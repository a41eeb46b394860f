/**
 * The file system as the library uses it, small enough for a test to replace any one call by one that fails:
 * a disk that fills up in the middle of a photo, a folder that turns read-only, a rename that is refused.
 * Calls reject with the system's own errors (errno codes); `failureOfIoError` turns these into failures.
 */
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';

export interface WritableFile {
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

export interface FileStore {
  /** With its parents; an existing one is fine, and stays as it is. A private one is for this user only. */
  makeDirectory(path: string, rights?: 'private'): Promise<void>;
  /** A new file; rejects with EEXIST where there is one. */
  create(path: string): Promise<WritableFile>;
  /** Pieces of up to 1 MiB, each valid until the next one is asked for: the memory is used again. */
  read(path: string): AsyncIterable<Uint8Array>;
  /** Replaces what is there. */
  rename(from: string, to: string): Promise<void>;
  /** Resolves when the file's bytes are on the disk itself. */
  sync(path: string): Promise<void>;
  /** Makes renames and new names inside the folder survive a power loss. */
  syncDirectory(path: string): Promise<void>;
  /** A file or a whole folder; one that is missing is fine. */
  remove(path: string): Promise<void>;
  /** Names inside, in order; none where there is no such folder. */
  list(path: string): Promise<string[]>;
  /** Bytes of a file, null where there is nothing. */
  size(path: string): Promise<number | null>;
}

const pieceBytes = 1024 * 1024;

/**
 * Buffers that no read uses now. A fresh one for each piece would be a gigabyte of garbage for a thousand photos, and
 * collecting large buffers holds up the whole process.
 */
const spareBuffers: Buffer[] = [];
const sparesKept = 4;

export const nodeFileStore: FileStore = {
  async makeDirectory(path, rights) {
    // Windows has no such modes: there the rights of the user's own folders keep others out.
    await mkdir(path, { recursive: true, ...(rights === 'private' && { mode: 0o700 }) });
  },
  async create(path) {
    const file = await open(path, 'wx');
    return {
      async write(bytes) {
        await file.writeFile(bytes);
      },
      close: () => file.close(),
    };
  },
  async *read(path) {
    const file = await open(path, 'r');
    const buffer = spareBuffers.pop() ?? Buffer.allocUnsafeSlow(pieceBytes);
    try {
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, pieceBytes, null);
        if (bytesRead === 0) return;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      if (spareBuffers.length < sparesKept) spareBuffers.push(buffer);
      await file.close();
    }
  },
  rename,
  async sync(path) {
    // Windows flushes only through a handle that may write.
    const file = await open(path, 'r+');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  },
  async syncDirectory(path) {
    // Windows has no such call, and NTFS journals its names by itself.
    if (process.platform === 'win32') return;
    const directory = await open(path, 'r');
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  },
  async remove(path) {
    await rm(path, { recursive: true, force: true });
  },
  async list(path) {
    try {
      return (await readdir(path)).sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  },
  async size(path) {
    try {
      return (await stat(path)).size;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  },
};

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
