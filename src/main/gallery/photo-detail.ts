import type { PhotoCard, PhotoDetail, Version } from '../../contracts/gallery.ts';
import { type Findings, processReportSchema, sourceFormatSchema } from '../../contracts/processing.ts';
import { pictureMargin, recipeSchema } from '../../contracts/recipe.ts';
import type { StoredResult } from '../library/result-record.ts';
import type { CardQueries } from './card-queries.ts';

const nothingFound: Findings = {
  source: null,
  iris: null,
  pupil: null,
  confidence: null,
  eyes: null,
  quality: null,
};

/** @param results of this photo, newest first; lost ones may be among them */
export function photoDetail(
  card: PhotoCard,
  queries: CardQueries,
  results: readonly StoredResult[],
): PhotoDetail {
  const kept = results.filter(({ lostAt }) => lostAt === null);
  const { source, ...findings } = latestFindings(card.id, queries, kept[0] ?? null);
  const photo = queries.source.get(card.id)!;
  const job = queries.latestJob.get(card.id);
  const failures = (job?.errorCount ?? 0) + (job?.crashCount ?? 0);
  // A job that completed was tried once more than it failed; one that was given up, as often as it failed.
  const isTrying = job?.state === 'completed' || job?.state === 'running';
  return {
    card,
    source: {
      format: sourceFormatSchema.safeParse(photo.format).data ?? source?.format ?? null,
      byteLength: photo.byteLength,
    },
    ...findings,
    attempts: failures + (isTrying ? 1 : 0),
    versions: kept.map(versionOf).filter((version) => version !== null),
  };
}

/** Of the latest work on this photo, whether it ended in a picture or not. */
function latestFindings(photoId: string, queries: CardQueries, result: StoredResult | null): Findings {
  const attempt = queries.latestAttempt.get(photoId);
  if (attempt && attempt.endedAt > (result?.createdAt ?? 0)) {
    const report = processReportSchema.safeParse(JSON.parse(attempt.report));
    if (report.success) return report.data.findings;
  }
  return result?.report.findings ?? nothingFound;
}

/** Null for a result of a form that this version cannot read; its picture stays where it is. */
export function versionOf(result: StoredResult): Version | null {
  const { report } = result;
  const recipe = recipeSchema.safeParse(result.recipe);
  const { iris } = report.findings;
  if (!recipe.success || iris === null) return null;
  return {
    resultId: result.id,
    createdAt: result.createdAt,
    width: report.picture.width,
    height: report.picture.height,
    milliseconds: report.timings.total,
    recipe: recipe.data,
    models: report.models,
    provider: report.provider,
    frame: { iris, margin: pictureMargin },
  };
}
