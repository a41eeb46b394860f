/**
 * Where the browser host has what a window asks for, relative to the window's own page: the random part of the link
 * that lets the user in is before all of them, so that no script ever handles it.
 */
import { z } from 'zod';
import { failureCodes } from './failure.ts';
import type { OutputFormat } from './recipe.ts';
import { modelCardSchema } from './studio-api.ts';

export const browserHost = {
  /** WebSocket: the guarded Comlink contract and the numbered events, each message as JSON text. */
  socket: 'socket',
  /** GET; `path` from `mediaPath`. */
  media: (path: string) => `media/${path}`,
  /** POST one photo as the whole body, its name percent-encoded in `nameHeader`; answers an import report as JSON. */
  import: 'import',
  nameHeader: 'x-photo-name',
  /**
   * POST a model's file as the whole body, named as a photo is, with its licence percent-encoded in `licenceHeader`
   * where the user knows it, and a finder's description in `descriptionHeader`; answers as `addedModelSchema`.
   */
  models: 'models',
  licenceHeader: 'x-licence',
  descriptionHeader: 'x-description',
  /** Characters of a percent-encoded description: all headers together may have twice as many. */
  longestDescriptionHeader: 8_000,
  /**
   * GET; a finished picture as a file, named by the user's pattern: in the format and at most the size asked for,
   * without them as it lies in the library.
   */
  download(resultId: string, format: OutputFormat | null, size: number | null) {
    const wishes = [
      ...(format === null ? [] : [`format=${format}`]),
      ...(size === null ? [] : [`size=${size}`]),
    ];
    return `download/${resultId}${wishes.length === 0 ? '' : `?${wishes.join('&')}`}`;
  },
  /** Photos sent at a time; more are refused. */
  importsAtOnce: 4,
} as const;

export const addedModelSchema = z.union([
  z.strictObject({ model: modelCardSchema }),
  /** `reason` is for whoever wrote a description. */
  z.strictObject({ failure: z.enum(failureCodes), reason: z.string().optional() }),
]);
