/**
 * Where the browser host has what a window asks for, relative to the window's own page: the random part of the link
 * that lets the user in is before all of them, so that no script ever handles it.
 */
import type { OutputFormat } from './recipe.ts';

export const browserHost = {
  /** WebSocket: the guarded Comlink contract and the numbered events, each message as JSON text. */
  socket: 'socket',
  /** GET; `path` from `mediaPath`. */
  media: (path: string) => `media/${path}`,
  /** POST one photo as the whole body, its name percent-encoded in `nameHeader`; answers an import report as JSON. */
  import: 'import',
  nameHeader: 'x-photo-name',
  /** GET; a finished picture as a file, named by the user's pattern; without a format as it lies in the library. */
  download: (resultId: string, format: OutputFormat | null) =>
    format === null ? `download/${resultId}` : `download/${resultId}?format=${format}`,
  /** Photos sent at a time; more are refused. */
  importsAtOnce: 4,
} as const;
