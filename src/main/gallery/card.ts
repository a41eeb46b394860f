import { type FailureCode, failures } from '../../contracts/failure.ts';
import type { PhotoCard } from '../../contracts/gallery.ts';
import { type Progress, progressSchema } from '../../contracts/progress.ts';
import type { CardRow, ShownFigures } from './card-queries.ts';

/** What is known beside the row: progress is newer in memory, and places are counted once for many cards. */
export interface CardCircumstances {
  progressOf(jobId: string): Progress | null;
  placeOf(photoId: string): number | null;
}

export function cardOf(row: CardRow, { progressOf, placeOf }: CardCircumstances): PhotoCard {
  const { id, state, width, height, jobId } = row;
  const text = row.result ?? row.attempt;
  const figures = text === null ? null : (JSON.parse(text) as ShownFigures);
  const working = state === 'working' && jobId !== null;
  return {
    id,
    name: row.name,
    importedAt: row.importedAt,
    state,
    width,
    height,
    thumbnail: row.unreadable !== null ? 'unreadable' : width === null ? 'pending' : 'ready',
    eye: figures && eyeOf(figures, row),
    place: state === 'waiting' ? placeOf(id) : null,
    progress: working ? (progressOf(jobId) ?? parseProgress(row.progress)) : null,
    failure: failureCode(row.failure ?? row.unreadable),
    result: row.resultId === null || figures === null ? null : resultOf(row.resultId, row.createdAt, figures),
    versions: row.versions,
    from: row.origin,
  };
}

function resultOf(id: string, createdAt: number, figures: ShownFigures): PhotoCard['result'] {
  const [, , , , , width, height, milliseconds] = figures;
  return { id, width, height, milliseconds, createdAt };
}

function eyeOf([sourceWidth, sourceHeight, x, y, radius]: ShownFigures, row: CardRow): PhotoCard['eye'] {
  const width = sourceWidth ?? row.width;
  const height = sourceHeight ?? row.height;
  if (x === null || y === null || radius === null || !width || !height) return null;
  return { x: x / width, y: y / height, diameter: (radius * 2) / width };
}

export function parseProgress(text: string | null): Progress | null {
  if (text === null) return null;
  const parsed = progressSchema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : null;
}

/** Codes of an older version that the table no longer has are 'unexpected'. */
export function failureCode(text: string | null): FailureCode | null {
  if (text === null) return null;
  return Object.hasOwn(failures, text) ? (text as FailureCode) : 'unexpected';
}
