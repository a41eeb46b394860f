/**
 * A package's native code lies beside its archive, where Electron's check of the archive does not reach. The archive
 * has a list of what it must be (build/native-hashes.ts); whatever was changed or is gone keeps the studio from
 * starting. From source there is no list and nothing to compare.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { StudioFailure } from '../../contracts/failure.ts';

const hashesSchema = z.record(z.string(), z.string().length(64));

/**
 * @param listFile in the archive
 * @param directory that its paths are meant from
 * @returns how many files were compared
 * @throws StudioFailure modelMissing where one is gone, modelChanged where one is another
 */
export async function verifyNatives(listFile: string, directory: string): Promise<number> {
  const hashes = hashesSchema.parse(JSON.parse(await readFile(listFile, 'utf8')));
  const files = Object.entries(hashes);
  await Promise.all(
    files.map(async ([file, wanted]) => {
      const hash = createHash('sha256');
      try {
        await pipeline(createReadStream(join(directory, file)), hash);
      } catch (error) {
        throw new StudioFailure('modelMissing', { file }, { cause: error });
      }
      if (hash.digest('hex') !== wanted) throw new StudioFailure('modelChanged', { file });
    }),
  );
  return files.length;
}
