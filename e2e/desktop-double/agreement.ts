/**
 * What the two halves of the double say to each other. One half is `electron` as the built main bundle imports it,
 * in the studio's own process; the other is the stage, in the test's process, where windows are pages of Chromium.
 */

/** The system that the studio believes to be on; handed over as JSON in `doubleVariable`. */
export interface SystemFacts {
  readonly isDark: boolean;
  readonly displays: readonly DisplayFacts[];
}
export interface DisplayFacts {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export const doubleVariable = 'IRISVUE_DESKTOP_DOUBLE';

export interface FrameFacts {
  /** As the studio knows it: `app://…`. */
  readonly url: string;
  readonly isMain: boolean;
}

/** Everything that travels between a preload's world and main, as JSON text. */
export type PreloadMessage =
  | { type: 'send'; channel: string; data: unknown; ports: number[] }
  | { type: 'invoke'; call: number; channel: string; data: unknown }
  | { type: 'answer'; call: number; value?: unknown; error?: string }
  | { type: 'port'; port: number; data: unknown }
  | { type: 'closePort'; port: number };

export interface PageWish {
  /** Its text. */
  readonly preload: string | null;
  readonly isDark: boolean;
}

/** What the studio's half asks of the stage. */
export interface StageApi {
  open(window: number, wish: PageWish): Promise<void>;
  /** @param url of a page, as Chromium gets it */
  load(window: number, url: string): Promise<void>;
  reload(window: number): Promise<void>;
  close(window: number): Promise<void>;
  toPreload(window: number, text: string): Promise<void>;
  setColourScheme(scheme: 'dark' | 'light'): Promise<void>;
  /** Something happened that tests wait for. */
  happened(what: string): Promise<void>;
}

export type Navigation = 'navigate' | 'redirect' | 'frame';

/** What the stage, and through it a test, asks of the studio's half. */
export interface StudioHalf {
  /** Resolves with where the studio's server is, once there is one. */
  ready(): Promise<{ port: number }>;
  fromPreload(window: number, text: string, frame: FrameFacts): Promise<void>;
  /** Whether the page may go there. */
  mayNavigate(window: number, url: string, kind: Navigation): Promise<boolean>;
  windowOpened(window: number, url: string): Promise<void>;
  /** The page is at this address now; with a new document, what spoke to the old one has lost it. */
  at(window: number, url: string, isNewDocument: boolean): Promise<void>;
  pageGone(window: number, reason: string): Promise<void>;
  isPermitted(
    window: number,
    permission: string,
    origin: string,
  ): Promise<{ check: boolean; request: boolean }>;
  state(): Promise<DesktopState>;
  control(action: ControlAction): Promise<void>;
}

export interface DialogFacts {
  readonly id: number;
  readonly kind: 'open' | 'save' | 'message' | 'error';
  readonly options: Readonly<Record<string, unknown>>;
}

export type ControlAction =
  | { do: 'answerDialog'; id: number; value: unknown }
  | { do: 'clickNotification'; index: number }
  | { do: 'clickMenu'; id: string }
  | { do: 'clickTray'; id: string }
  | { do: 'focus'; isFocused: boolean }
  | { do: 'moveWindow'; bounds: DisplayFacts }
  | { do: 'closeWindow' }
  | { do: 'quit' }
  | { do: 'openFile'; path: string }
  | { do: 'openUrl'; url: string }
  | { do: 'activate' }
  | { do: 'systemTheme'; isDark: boolean }
  | { do: 'shutdown' };

export interface WindowFacts {
  readonly id: number;
  readonly options: Readonly<Record<string, unknown>>;
  readonly isVisible: boolean;
  readonly isFocused: boolean;
  readonly bounds: DisplayFacts;
  readonly progress: { readonly value: number; readonly mode: string };
  readonly url: string;
}

/** What the desktop shows, for tests to look at. */
export interface DesktopState {
  readonly windows: readonly WindowFacts[];
  readonly notifications: readonly {
    readonly title: string;
    readonly body: string;
    readonly isOpen: boolean;
  }[];
  readonly dialogs: readonly DialogFacts[];
  readonly menu: readonly MenuFacts[];
  readonly tray: { readonly toolTip: string; readonly menu: readonly MenuFacts[] } | null;
  readonly badge: number;
  readonly openedLinks: readonly string[];
  readonly shownInFolder: readonly string[];
  readonly openedPaths: readonly string[];
  readonly powerSaveBlockers: readonly string[];
  readonly themeSource: string;
  readonly isSandboxed: boolean;
  readonly privilegedSchemes: readonly unknown[];
  readonly utilities: readonly {
    readonly serviceName: string;
    readonly environment: readonly string[];
    readonly pid: number;
  }[];
}

export interface MenuFacts {
  readonly id: string | null;
  readonly label: string;
  readonly role: string | null;
  readonly accelerator: string | null;
  readonly submenu: readonly MenuFacts[];
}
