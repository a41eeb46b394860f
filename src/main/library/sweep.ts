import { join } from 'node:path';
import type { FileStore } from './file-store.ts';
import { type Layout, partEnding } from './layout.ts';
import type { ResultRows } from './result-rows.ts';

export interface SweepReport {
  /** Attempts that never became results, and unfinished copies. */
  readonly removed: number;
  /** Ids of results whose folder is gone; they are marked and no longer shown as done. */
  readonly lost: string[];
}

/**
 * Clears up after whatever ended the last run, before anything is written: unfinished copies, scratch, result
 * folders without a row. Looks at folders only, two levels deep, so that it stays quick for a large library;
 * the files inside a result's folder are checked whenever the result is used. After a recovery the rows are not
 * the whole truth: folders that hold a finished file then move to `setAside` instead of being removed.
 */
export async function sweep(
  layout: Layout,
  files: FileStore,
  rows: ResultRows,
  { now, setAside }: { readonly now: number; readonly setAside: string | null },
): Promise<SweepReport> {
  let removed = await removeParts(files, layout.originals);
  removed += await removeParts(files, layout.backups);
  for (const name of await files.list(layout.scratch)) await files.remove(join(layout.scratch, name));

  const missing = new Map(rows.present().map((result) => [result.id, result.photoId]));
  for (const prefix of await files.list(layout.results)) {
    for (const id of await files.list(join(layout.results, prefix))) {
      if (missing.get(id)?.startsWith(prefix)) {
        missing.delete(id);
        continue;
      }
      const folder = join(layout.results, prefix, id);
      if (setAside && (await holdsFinished(files, folder))) {
        await files.makeDirectory(setAside);
        await files.rename(folder, join(setAside, id));
      } else {
        await files.remove(folder);
        removed += 1;
      }
    }
  }
  for (const id of missing.keys()) rows.markLost(id, now);
  return { removed, lost: [...missing.keys()] };
}

async function holdsFinished(files: FileStore, folder: string): Promise<boolean> {
  return (await files.list(folder)).some((name) => !name.endsWith(partEnding));
}

async function removeParts(files: FileStore, folder: string): Promise<number> {
  const parts = (await files.list(folder)).filter((name) => name.endsWith(partEnding));
  for (const name of parts) await files.remove(join(folder, name));
  return parts.length;
}
