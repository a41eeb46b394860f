import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { StudioFailure } from '../../contracts/failure.ts';
import { failureOfIoError, type IoSide, onSide } from './failure-of-io-error.ts';
import type { FileStore } from './file-store.ts';

/** "Export the photo as a file of at most 1 GB." */
export const largestFileBytes = 1_000_000_000;

export interface Digest {
  readonly sha256: string;
  readonly byteLength: number;
}

/**
 * Reads `from` once, in pieces, hashing on the way; writes each piece to `part` where one is named. The part is
 * not synced: the caller knows whether it is kept. On any failure the part is removed at once.
 * Rejects with what the reading side or the writing side calls for, and with fileTooLarge.
 */
export async function readHashed(
  files: FileStore,
  from: string,
  part: string | null,
  sides: { readonly from: IoSide; readonly to: IoSide },
): Promise<Digest> {
  const hash = createHash('sha256');
  const target = part === null ? null : await onSide(sides.to, () => files.create(part));
  let byteLength = 0;
  try {
    for await (const piece of readPieces(files, from, sides.from)) {
      byteLength += piece.byteLength;
      if (byteLength > largestFileBytes) throw new StudioFailure('fileTooLarge', { byteLength });
      hash.update(piece);
      if (target) await onSide(sides.to, () => target.write(piece));
    }
    if (target) await onSide(sides.to, () => target.close());
  } catch (error) {
    await target?.close().catch(() => {});
    if (part !== null) await files.remove(part).catch(() => {});
    throw error;
  }
  return { sha256: hash.digest('hex'), byteLength };
}

async function* readPieces(files: FileStore, path: string, side: IoSide): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of files.read(path)) yield piece;
  } catch (error) {
    throw failureOfIoError(error, side);
  }
}

/** Gives a finished part its final name, such that after a power loss it is either whole or not there. */
export async function settleFile(files: FileStore, part: string, path: string): Promise<void> {
  await files.rename(part, path);
  await files.syncDirectory(dirname(path));
}

/** Writes a small file whole, through a part of its own. Rejects with the file system's errors. */
export async function writeWhole(files: FileStore, path: string, bytes: Uint8Array): Promise<void> {
  const part = `${path}.part`;
  await files.remove(part);
  const file = await files.create(part);
  try {
    await file.write(bytes);
  } finally {
    await file.close();
  }
  await files.sync(part);
  await settleFile(files, part, path);
}

/** Copies a file through a part, whole and synced. Rejects with failures of the sides. */
export async function copyWhole(
  files: FileStore,
  from: string,
  to: string,
  sides: { readonly from: IoSide; readonly to: IoSide },
): Promise<Digest> {
  const part = `${to}.part`;
  return await onSide(sides.to, async () => {
    await files.remove(part);
    const digest = await readHashed(files, from, part, sides);
    await files.sync(part);
    await settleFile(files, part, to);
    return digest;
  });
}
