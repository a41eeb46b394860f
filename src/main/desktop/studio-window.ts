/** The one window: how it is made, where it is, and what happens when its page dies. */
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Place } from '../../contracts/desktop.ts';
import { appOrigin } from '../../contracts/desktop-bridge.ts';
import type { Database } from '../library/database.ts';
import type { Log } from '../library/log.ts';
import { readSetting, writeSetting } from '../library/settings.ts';
import type { Timers } from '../workers/timers.ts';
import { placeShown } from './app-address.ts';
import { CrashLimit } from './crash-limit.ts';
import { placeWindow, smallestWindow, windowStateSetting } from './window-state.ts';

/** The window's ground before its page is there; see tokens.css. */
const grounds = { dark: '#0e0f10', light: '#fafafa' } as const;
/** A window is moved in many small steps. */
const rememberAfterMs = 500;

export interface StudioWindowParts {
  readonly database: Database;
  readonly log: Log;
  readonly timers: Timers;
  readonly preload: string;
  readonly title: string;
  readonly icon: string;
  /** A window was made and will load the page. */
  readonly onMade: (window: BrowserWindow) => void;
  /** The page was started again after its process died. */
  readonly onRestarted: () => void;
  /** It died again and again. */
  readonly onGivenUp: () => void;
  /** False keeps it open. */
  readonly mayClose: () => boolean;
}

export class StudioWindow {
  readonly #parts: StudioWindowParts;
  readonly #crashes: CrashLimit;
  #window: BrowserWindow | null = null;

  constructor(parts: StudioWindowParts) {
    this.#parts = parts;
    this.#crashes = new CrashLimit(parts.timers);
    nativeTheme.on('updated', () => this.#window?.setBackgroundColor(ground()));
  }

  get current(): BrowserWindow | null {
    return this.#window;
  }

  get inFront(): boolean {
    const window = this.#window;
    if (window === null) return false;
    return window.isVisible() && !window.isMinimized() && window.isFocused();
  }

  get placeShown(): Place | null {
    return this.#window === null ? null : placeShown(this.#window.webContents.getURL());
  }

  /** Brings it to the front; makes it where it was closed. */
  show(): void {
    const window = this.#window ?? this.#make();
    if (window.isMinimized()) window.restore();
    if (!window.isVisible()) window.show();
    window.focus();
  }

  reload(): void {
    this.#window?.webContents.reload();
  }

  /** Whatever its page says to that. */
  close(): void {
    if (this.#window === null) return;
    this.#remember(this.#window);
    this.#window.destroy();
  }

  #make(): BrowserWindow {
    const { preload, title, icon, database, onMade, mayClose } = this.#parts;
    const remembered = readSetting(database, windowStateSetting);
    const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea);
    const window = new BrowserWindow({
      ...placeWindow(remembered, areas),
      minWidth: smallestWindow.width,
      minHeight: smallestWindow.height,
      title,
      icon,
      backgroundColor: ground(),
      // Shown with its first paint, so that no empty window flashes up.
      show: false,
      autoHideMenuBar: true,
      webPreferences: {
        preload,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        webviewTag: false,
        spellcheck: false,
        // Rings go on filling while another window lies over this one.
        backgroundThrottling: false,
      },
    });
    this.#window = window;
    if (remembered?.maximized) window.maximize();
    if (remembered?.fullScreen) window.setFullScreen(true);
    window.once('ready-to-show', () => window.show());
    window.on('close', (event) => {
      this.#remember(window);
      if (!mayClose()) event.preventDefault();
    });
    window.once('closed', () => {
      this.#window = null;
    });
    this.#rememberMoves(window);
    this.#survive(window);
    onMade(window);
    void window.loadURL(`${appOrigin}/`).catch((error) => {
      this.#parts.log.error({ error }, 'the window could not be loaded');
    });
    return window;
  }

  #rememberMoves(window: BrowserWindow): void {
    let callOff: (() => void) | null = null;
    const soon = () => {
      callOff?.();
      callOff = this.#parts.timers.after(rememberAfterMs, () => this.#remember(window));
    };
    window.on('resize', soon);
    window.on('move', soon);
    window.once('closed', () => callOff?.());
  }

  #remember(window: BrowserWindow): void {
    if (window.isDestroyed() || !this.#parts.database.open) return;
    const [maximized, fullScreen] = [window.isMaximized(), window.isFullScreen()];
    // Where it is when it is neither.
    const { x, y, width, height } = window.getNormalBounds();
    writeSetting(this.#parts.database, windowStateSetting, { x, y, width, height, maximized, fullScreen });
  }

  #survive(window: BrowserWindow): void {
    const { log, onRestarted, onGivenUp } = this.#parts;
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      if (reason === 'clean-exit' || window.isDestroyed()) return;
      log.error({ reason, exitCode }, 'the window’s page died');
      if (!this.#crashes.mayGoOn()) return onGivenUp();
      window.webContents.reload();
      onRestarted();
    });
  }
}

const ground = () => (nativeTheme.shouldUseDarkColors ? grounds.dark : grounds.light);
