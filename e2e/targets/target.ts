/**
 * What a spec knows of the studio that it drives: a window, the files and notifications around it, and its whole
 * process, which can be killed and started again. Each target is one way to run the built product; specs never ask
 * which one it is.
 */
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';

export interface LaunchOptions {
  readonly browser: Browser;
  /**
   * `real` computes every picture. `played` is the built product all the same, except that the GPU worker is one
   * that does what the photo asks of it (see playing-worker.ts): for long lines, failures and moments to look at.
   */
  readonly work: 'real' | 'played';
  /** Where the library is; it is kept when the studio is closed. */
  readonly dataDirectory: string;
  /** How the window is looked at: size, colour scheme, touch. */
  readonly context?: BrowserContextOptions;
}

export interface ShownNotification {
  readonly title: string;
  readonly body: string;
  click(): Promise<void>;
}

export interface RunningStudio {
  /** The window. After `restart` it is another one. */
  readonly page: Page;
  /** Brings photos in by the dialog that the window's own button opens. */
  importPhotos(paths: readonly string[]): Promise<void>;
  /** Saves by `press`, wherever this host puts files. @returns the file's name and bytes */
  saved(press: () => Promise<void>): Promise<{ readonly name: string; readonly bytes: Buffer }>;
  /** Pixels of the picture on the clipboard; null where there is none. */
  clipboardPicture(): Promise<{ readonly width: number; readonly height: number } | null>;
  /** The user turns to another program: notifications are shown only then. */
  lookAway(): Promise<void>;
  /** The system's notifications so far, oldest first. */
  notifications(): Promise<readonly ShownNotification[]>;
  /** Follows a link to a photo from outside the window. */
  followLink(photoId: string): Promise<void>;
  /** Ends everything at once, workers too, as a power loss would; nothing gets to tidy up. */
  kill(): Promise<void>;
  /** Starts the studio over the same library, and opens its window. */
  restart(): Promise<void>;
  /** Quits as the user would, waits until every process is gone, and closes the window. */
  close(): Promise<void>;
}

export interface Target {
  /** As the report calls it, e.g. "browser host". */
  readonly name: string;
  /** Why it cannot run on this machine, in one sentence; null where it can. */
  unavailable(): string | null;
  launch(options: LaunchOptions): Promise<RunningStudio>;
}
