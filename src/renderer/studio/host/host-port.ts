/**
 * What the window needs from the place it runs in. Desktop and browser differ in how files come in, how pictures
 * go out and who shows a notification; the window knows only this port.
 */
import type { DesktopSignal } from '../../../contracts/desktop.ts';
import type { OutputFormat } from '../../../contracts/recipe.ts';
import type { ImportReport, ModelCard, StudioApi, StudioEvent } from '../../../contracts/studio-api.ts';

/** `moved`: the studio was started again and can only be reached by its new link. */
export type Connection = 'connected' | 'lost' | 'moved';

/** How a finished picture leaves: as a file on disk, as a download, or not at all because the user thought again. */
export type SaveOutcome =
  | { kind: 'saved'; count: number; folder: string | null }
  | { kind: 'downloaded'; count: number }
  | { kind: 'dismissed' };

export interface SaveWish {
  resultId: string;
  /** What the file will be called, extension included. */
  name: string;
  format: OutputFormat;
  /** Edge in pixels at most; null leaves the size as it is. */
  size: number | null;
}

export interface ImportProgress {
  done: number;
  total: number;
}

export interface HostPort {
  readonly kind: 'desktop' | 'browser';
  readonly studio: StudioApi;
  /** Numbered events, in order. @returns stops listening */
  onEvent(listener: (event: StudioEvent) => void): () => void;
  /** Told at once with the current state. @returns stops listening */
  onConnection(listener: (connection: Connection) => void): () => void;
  /** The address of a picture; see `mediaPath`. */
  mediaUrl(path: string): string;
  /** Brings in files that were dropped, pasted or chosen. */
  importFiles(files: readonly File[], onProgress: (progress: ImportProgress) => void): Promise<ImportReport>;
  /** The system's own dialog; null where the window has to use a file input. */
  readonly chooseFiles: (() => Promise<ImportReport | null>) | null;
  save(wishes: readonly SaveWish[]): Promise<SaveOutcome>;
  /** Puts the picture on the clipboard. */
  copy(resultId: string): Promise<void>;
  /** The platform's share sheet; null where there is none. */
  readonly share: ((wish: SaveWish) => Promise<void>) | null;
  /**
   * Adds a model from a file that the user chose: it is read, tried and kept, which may take half a minute.
   * Rejects with the failures of an import; see OwnModelStore.
   * @param licence null where nobody knows it
   * @param description how a finder is fed and read, as JSON; null on a desktop looks for a file of the same name
   */
  addModel(file: File, licence: string | null, description: string | null): Promise<ModelCard>;
  /** Shows the saved file in the system's file manager; null where that is impossible. */
  readonly showInFolder: ((resultId: string) => Promise<void>) | null;
  /** What a notification, a link from outside or the system's menu asks of this page. @returns stops listening */
  onSignal(listener: (signal: DesktopSignal) => void): () => void;
  /** Whether the window itself has to show the system's notification (the desktop's main process does it there). */
  readonly notifiesItself: boolean;
}
