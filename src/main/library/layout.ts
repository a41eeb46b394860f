import { join } from 'node:path';
import type { PhotoId } from '../../contracts/photo.ts';

/** Where everything lies in a data folder. Paths kept in the database are relative to it and use `/`. */
export interface Layout {
  readonly directory: string;
  readonly database: string;
  /** Locked by the one process that owns the folder; never holds a byte. */
  readonly owner: string;
  /** Exists while the library is open: still there at the start, it tells of an unclean exit. */
  readonly openMarker: string;
  readonly originals: string;
  readonly results: string;
  readonly scratch: string;
  readonly backups: string;
  readonly logs: string;
  /** Small pictures for the gallery, and larger ones for looking; both can be made again. */
  readonly thumbnails: string;
  readonly previews: string;
}

export function layoutOf(directory: string): Layout {
  return {
    directory,
    database: join(directory, 'library.db'),
    owner: join(directory, 'owner.db'),
    openMarker: join(directory, 'library.open'),
    originals: join(directory, 'originals'),
    results: join(directory, 'results'),
    scratch: join(directory, 'scratch'),
    backups: join(directory, 'backups'),
    logs: join(directory, 'logs'),
    thumbnails: join(directory, 'thumbnails'),
    previews: join(directory, 'previews'),
  };
}

/** Two digits of the hash as a folder, so that no folder holds more than a small share of all files. */
export function originalPath(layout: Layout, id: PhotoId): string {
  return join(layout.originals, id.slice(0, 2), `${id}.bin`);
}

export function resultDirectory(photoId: PhotoId, resultId: string): string {
  return `results/${photoId.slice(0, 2)}/${resultId}`;
}

/** What is not finished carries this ending; nothing that carries it is ever shown. */
export const partEnding = '.part';
