/**
 * What a window on the desktop has beside the studio's own contract: what only a desktop can do, and what the world
 * outside asks of a page (a link, a menu, a notification's click).
 */
import { z } from 'zod';
import { photoIdSchema } from './photo.ts';
import { outputFormatSchema } from './recipe.ts';
import { importReportSchema } from './studio-api.ts';
import { wireFailureSchema } from './wire-failure.ts';

/** An error would lose its code between main and a page. */
export const bridgeAnswer = z.union([
  z.strictObject({ value: z.unknown() }),
  z.strictObject({ failure: wireFailureSchema }),
]);

const resultId = z.string().max(100);
export const desktopSaveWishSchema = z.strictObject({
  resultId,
  name: z.string().min(1).max(255),
  format: outputFormatSchema,
  size: z.int().positive().max(4096).nullable(),
});
export type DesktopSaveWish = z.infer<typeof desktopSaveWishSchema>;

export const saveOutcomeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('saved'), count: z.int(), folder: z.string() }),
  z.strictObject({ kind: z.literal('dismissed') }),
]);
export type DesktopSaveOutcome = z.infer<typeof saveOutcomeSchema>;

/** Served beside the studio's methods, over the same guarded channel. */
export const desktopMethods = {
  chooseFiles: [],
  savePictures: [z.array(desktopSaveWishSchema).min(1).max(10_000)],
  sharePicture: [resultId],
  showInFolder: [resultId],
} as const;

export interface DesktopApi {
  /** The system's dialog; null when the user thought again. */
  chooseFiles(): Promise<z.infer<typeof importReportSchema> | null>;
  savePictures(wishes: DesktopSaveWish[]): Promise<DesktopSaveOutcome>;
  sharePicture(resultId: string): Promise<void>;
  showInFolder(resultId: string): Promise<void>;
}

export const placeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('library') }),
  z.strictObject({ kind: z.literal('photo'), photoId: photoIdSchema }),
  z.strictObject({ kind: z.literal('phones') }),
  z.strictObject({ kind: z.literal('settings') }),
]);
/** Where a link, a notification or the menu may lead. */
export type Place = z.infer<typeof placeSchema>;

/** Pushed to a page beside the studio's numbered events. */
export const desktopSignalSchema = z.strictObject({
  kind: z.literal('signal'),
  signal: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('show'), place: placeSchema }),
    /** Files that came from outside the page: dropped on the icon, named on the command line, chosen in the menu. */
    z.strictObject({ type: z.literal('imported'), report: importReportSchema }),
    z.strictObject({ type: z.literal('toggleQueue') }),
    /** The page had to be started again. */
    z.strictObject({ type: z.literal('restarted') }),
  ]),
});
export type DesktopSignal = z.infer<typeof desktopSignalSchema>['signal'];
