/**
 * Between the desktop's main process and its page: addresses, channels, and the one object that the preload gives the
 * page. Apart from the schemas (desktop.ts), so that the preload stays a page of code.
 */

/** Where the window's page lives. Its pictures and uploads have the same addresses as on the browser host. */
export const appScheme = 'app';
export const appOrigin = `${appScheme}://studio`;
/** Links from other programs: `irisvue://photo/<id>`. */
export const linkScheme = 'irisvue';

/** Messages from a preload to main; each is checked for its sender. */
export const desktopChannels = {
  /** Carries the MessagePort over which main serves this page. */
  connect: 'irisvue:connect',
  importPaths: 'irisvue:import-paths',
  addModel: 'irisvue:add-model',
} as const;

/** The data of the window message that brings the page its end of the channel. */
export const portMessage = 'irisvue:port';

/** The name of the one object that the page gets. */
export const bridgeName = 'irisvue';

/**
 * Takes files, never paths: what has no path in the hands of the system cannot be named. `PageFile` is the DOM's File.
 */
export interface DesktopBridge<PageFile> {
  readonly platform: string;
  /** Opens a channel to the studio; see `portMessage`. */
  connect(): void;
  /**
   * Brings files in by their paths. Answers `bridgeAnswer` with an import's report, and the places in `files` of
   * those that are no files on disk: a pasted picture.
   */
  importFiles(
    files: readonly PageFile[],
  ): Promise<{ readonly answer: unknown; readonly withoutPath: number[] }>;
  /** Answers `bridgeAnswer` with a model's card; null where the file is none on disk. */
  addModel(file: PageFile, licence: string | null, description: string | null): Promise<unknown>;
}
