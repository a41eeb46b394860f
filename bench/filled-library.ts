/**
 * A library of many photos, written by SQL in one go: to import and process them would take a night. Rows are as the
 * studio writes them, and its triggers keep each photo's state. Of twenty photos one failed and two want a look; the
 * others have a picture. Where thumbnails are wished for, a few files serve them all, under as many names.
 */
import { createHash } from 'node:crypto';
import { link, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { completedReport, plainRecipe } from '../src/main/library/fixtures.ts';
import { resultDirectory } from '../src/main/library/layout.ts';
import type { Library } from '../src/main/library/library.ts';
import { processPhotoKind } from '../src/main/process-photo.ts';

/** What lies behind a photo: nothing yet, a picture, a job that waits, or one that failed. */
export type Fate = 'new' | 'done' | 'review' | 'waiting' | 'failed';

/** Spread as real ones are, so that folders and indexes are as full. */
export function photoIdOf(index: number): string {
  return createHash('sha256').update(`photo ${index}`).digest('hex');
}

export function resultIdOf(index: number): string {
  const hash = createHash('sha256').update(`result ${index}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

export function fillLibrary({ database }: Library, photos: number, fateOf: (index: number) => Fate): void {
  const photo = database.prepare(
    `INSERT INTO photos (id, name, byte_length, imported_at, format, width, height)
     VALUES (?, ?, 5000000, ?, 'jpeg', 6000, 4000)`,
  );
  const result = database.prepare(
    `INSERT INTO results (id, photo_id, job_id, recipe, recipe_hash, version, report, picture, visible_mask,
       filled_mask, created_at) VALUES (?, ?, ?, ?, ?, 1, ?, 'p', 'v', 'f', ?)`,
  );
  const job = database.prepare(
    `INSERT INTO jobs (id, kind, state, priority, payload, error_count, crash_count, failure, enqueued_at, run_at,
       finalized_at) VALUES (?, '${processPhotoKind}', ?, 2, ?, 0, 0, ?, 1, 1, ?)`,
  );
  const now = Date.now();
  const recipe = JSON.stringify(plainRecipe);
  const reports = { done: reportOf('accept'), review: reportOf('warn') };
  database
    .transaction(() => {
      for (let i = 0; i < photos; i += 1) {
        const id = photoIdOf(i);
        // One a second, up to now: failures that are older than a week would be cleared away.
        const at = now - (photos - i) * 1000;
        photo.run(id, `photo ${i}.jpg`, at);
        const payload = JSON.stringify({ photoId: id, recipe: plainRecipe, again: false });
        const fate = fateOf(i);
        if (fate === 'done' || fate === 'review') {
          job.run(`done-${i}`, 'completed', payload, null, at);
          result.run(resultIdOf(i), id, `done-${i}`, recipe, 'a'.repeat(64), reports[fate], at);
        } else if (fate === 'waiting') job.run(`waiting-${i}`, 'available', payload, null, null);
        else if (fate === 'failed') job.run(`failed-${i}`, 'discarded', payload, 'irisNotFound', at);
      }
    })
    .immediate();
}

/** Names for thumbnails of the photos and their results, and the folders of these, which the next start looks for. */
export async function linkThumbnails(
  { layout }: Library,
  photos: number,
  fateOf: (index: number) => Fate,
  files: { readonly photos: readonly string[]; readonly results: readonly string[] },
): Promise<void> {
  const at = (id: string) => join(layout.thumbnails, id.slice(0, 2), `${id}.webp`);
  const name = async (from: string, to: string) => {
    await mkdir(dirname(to), { recursive: true });
    await link(from, to);
  };
  const all = Array.from({ length: photos }, (_, index) => index);
  // Some at a time: each waits for the disk alone.
  const lanes = Array.from({ length: 16 }, async () => {
    for (let index = all.pop(); index !== undefined; index = all.pop()) {
      const photoId = photoIdOf(index);
      await name(files.photos[index % files.photos.length]!, at(photoId));
      const fate = fateOf(index);
      if (fate !== 'done' && fate !== 'review') continue;
      const resultId = resultIdOf(index);
      await name(files.results[index % files.results.length]!, at(resultId));
      await mkdir(join(layout.directory, resultDirectory(photoId, resultId)), { recursive: true });
    }
  });
  await Promise.all(lanes);
}

/** As long as real reports are. */
function reportOf(decision: 'accept' | 'warn'): string {
  const { findings, ...report } = completedReport(1000);
  const measures = Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => [`measure${index}`, index * 1.234567891]),
  );
  return JSON.stringify({
    ...report,
    findings: {
      ...findings,
      source: { format: 'jpeg', width: 6000, height: 4000 },
      iris: { cx: 3000, cy: 2000, a: 900, b: 890, angle: 3 },
      quality: { decision, score: 1, measures, reasons: [] },
    },
  });
}
