/**
 * The studio on a desktop: one library, one window, and what the system shows of them. This is where the parts of
 * this room meet; each of them knows nothing of the others.
 */
import {
  app,
  dialog,
  Menu,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  session,
  shell,
} from 'electron';
import { z } from 'zod';
import type { DesktopApi, Place } from '../../contracts/desktop.ts';
import { appScheme, desktopChannels } from '../../contracts/desktop-bridge.ts';
import type { QueueView } from '../../contracts/gallery.ts';
import { largestDescriptionBytes } from '../../contracts/segmentation.ts';
import type { ImportReport, StudioEvent, StudioSettings } from '../../contracts/studio-api.ts';
import { windowDirectory } from '../assembly/places.ts';
import { productName } from '../assembly/product.ts';
import { collectInputFiles } from '../window/input-files.ts';
import type { StudioHost } from '../window/studio-host.ts';
import { systemTimers } from '../workers/timers.ts';
import type { Arrival } from './arrivals.ts';
import { ConnectedPages } from './connected-pages.ts';
import { placeOfLink } from './deep-link.ts';
import { chooseFolder, choosePhotos } from './import-dialogs.ts';
import { KeepAwake } from './keep-awake.ts';
import { menuTemplate } from './menu.ts';
import { notificationTarget } from './notification-policy.ts';
import { PageMessages } from './page-messages.ts';
import { denyPermissions } from './permissions.ts';
import { iconFile, preloadFile } from './places.ts';
import { progressSigns } from './progress-signs.ts';
import { Quitting } from './quitting.ts';
import { PictureSaver } from './save-pictures.ts';
import { createAppHandler } from './serve-app.ts';
import { StudioTray } from './studio-tray.ts';
import { StudioWindow } from './studio-window.ts';
import { notify } from './system-notifications.ts';

type Told = StudioEvent['event'];

export class DesktopStudio {
  readonly quitting: Quitting;
  readonly #host: StudioHost;
  readonly #window: StudioWindow;
  readonly #pages: ConnectedPages;
  readonly #saver: PictureSaver;
  readonly #tray: StudioTray;
  readonly #awake = new KeepAwake(powerSaveBlocker);
  #settings: StudioSettings;
  #isPaused: boolean;
  /** Ended while nobody looked. */
  #unseen = 0;
  /** Resolves when a page speaks to the studio for the first time. */
  readonly firstPage: Promise<void>;

  constructor(host: StudioHost, settings: StudioSettings) {
    const { log, library } = host.parts;
    this.#host = host;
    this.#settings = settings;
    this.#isPaused = host.gallery.queueView().paused;
    nativeTheme.themeSource = settings.theme;
    denyPermissions(session.defaultSession);
    protocol.handle(appScheme, createAppHandler({ windowDirectory, host }));

    this.#saver = new PictureSaver({
      host,
      window: () => this.#window.current,
      picturesDirectory: app.getPath('pictures'),
    });
    this.#pages = new ConnectedPages(host, this.#desktopApi());
    const messages = new PageMessages(log);
    this.firstPage = new Promise((resolve) => {
      messages.onPort(desktopChannels.connect, (_contents, port) => {
        this.#pages.serve(port);
        resolve();
      });
    });
    this.#answerFiles(messages);

    this.#window = new StudioWindow({
      database: library.database,
      log,
      timers: systemTimers,
      preload: preloadFile,
      title: productName,
      icon: iconFile,
      onMade: (window) => {
        messages.trust(window.webContents);
        window.on('focus', () => this.#seen());
        this.#showProgress(host.gallery.queueView());
      },
      onRestarted: () => this.#pages.tell({ type: 'restarted' }),
      onGivenUp: () => void this.#explainCrashes(),
      mayClose: () => this.#mayClose(),
    });
    this.#tray = new StudioTray(productName, log, {
      open: () => this.#window.show(),
      quit: () => app.quit(),
    });
    this.quitting = new Quitting({
      queue: () => host.gallery.queueView(),
      ask: (words) => this.#askToQuit(words),
      close: () => this.#close(),
      leave: () => app.quit(),
    });
    // Its types do not know that it may be held back until we have closed.
    powerMonitor.on('shutdown', (...[event]: { preventDefault?(): void }[]) => {
      event?.preventDefault?.();
      this.quitting.hurry();
      app.quit();
    });
    host.gallery.feed.subscribe(({ event }) => this.#hear(event));
    this.#showMenu();
    this.#showProgress(host.gallery.queueView());
  }

  show(place: Place | null = null): void {
    this.#window.show();
    if (place !== null) this.#pages.tell({ type: 'show', place });
  }

  /** Files are imported, a link is followed; a start without either wants the window. */
  take({ paths, links }: Arrival): void {
    const places = links.flatMap((link) => placeOfLink(link) ?? []);
    this.show(places.at(-1) ?? null);
    if (paths.length > 0) void this.#bringIn(paths);
  }

  #desktopApi(): DesktopApi {
    return {
      chooseFiles: async () => {
        const paths = await choosePhotos(this.#window.current);
        return paths === null ? null : this.#import(paths);
      },
      savePictures: (wishes) => this.#saver.save(wishes),
      sharePicture: async (resultId) => {
        const path = this.#saver.placeOf(resultId);
        if (path === null || process.platform !== 'darwin') return;
        const { ShareMenu } = await import('electron');
        new ShareMenu({ filePaths: [path] }).popup();
      },
      showInFolder: async (resultId) => {
        const path = this.#saver.placeOf(resultId);
        if (path !== null) shell.showItemInFolder(path);
      },
    };
  }

  #answerFiles(messages: PageMessages): void {
    const path = z.string().min(1).max(8_000);
    messages.onCall(desktopChannels.importPaths, z.array(path).max(10_000), (paths) => this.#import(paths));
    const model = z.strictObject({
      path,
      licence: z.string().max(100_000).nullable(),
      description: z.string().max(largestDescriptionBytes).nullable(),
    });
    messages.onCall(desktopChannels.addModel, model, (wish) =>
      this.#host.addModel({ ...wish, name: wish.path.split(/[\\/]/).at(-1) ?? wish.path }),
    );
  }

  async #import(paths: readonly string[]): Promise<ImportReport> {
    const files = await collectInputFiles(paths);
    return this.#host.importFiles(files.map((path) => ({ path })));
  }

  async #bringIn(paths: readonly string[]): Promise<void> {
    this.#pages.tell({ type: 'imported', report: await this.#import(paths) });
  }

  #hear(event: Told): void {
    if (event.type === 'queue') this.#showProgress(event.queue);
    if (event.type === 'settings') {
      this.#settings = event.settings;
      nativeTheme.themeSource = event.settings.theme;
    }
    if (event.type === 'ended') this.#tellEnding(event);
  }

  #tellEnding(event: Extract<Told, { type: 'ended' }>): void {
    const { inFront, placeShown: shown } = this.#window;
    if (!inFront) this.#unseen += event.finished + event.failed;
    app.setBadgeCount(this.#unseen);
    const allowed = this.#settings.notifications;
    const target = notificationTarget(event, { allowed, inFront, shown });
    if (target === null) return;
    const { title, body } = event;
    notify({ title, body, icon: iconFile, onClick: () => this.show(target) });
  }

  #seen(): void {
    this.#unseen = 0;
    app.setBadgeCount(0);
  }

  #showProgress(queue: QueueView): void {
    const signs = progressSigns(queue);
    this.#window.current?.setProgressBar(signs.bar, { mode: signs.mode });
    this.#tray.show(signs);
    this.#awake.set(signs.isWorking);
    if (queue.paused === this.#isPaused) return;
    this.#isPaused = queue.paused;
    this.#showMenu();
  }

  #showMenu(): void {
    const { api, parts } = this.#host;
    const { layout } = parts.library;
    const state = {
      platform: process.platform,
      product: productName,
      isPaused: this.#isPaused,
      forDevelopers: !app.isPackaged,
    };
    const bringIn = (chosen: Promise<string[] | null>) =>
      void chosen.then((paths) => (paths === null ? undefined : this.#bringIn(paths)));
    const template = menuTemplate(state, {
      importPhotos: () => bringIn(choosePhotos(this.#window.current)),
      importFolder: () => bringIn(chooseFolder(this.#window.current)),
      show: (place) => this.show(place),
      toggleQueue: () => this.#pages.tell({ type: 'toggleQueue' }),
      pauseOrResume: () => void (this.#isPaused ? api.resumeQueue() : api.pauseQueue()),
      retryFailed: () => void api.retryFailed(),
      openDataFolder: () => void shell.openPath(layout.directory),
      openLogs: () => void shell.openPath(layout.logs),
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  /** On macOS a window goes and the program stays; elsewhere the last window is the program. */
  #mayClose(): boolean {
    if (process.platform === 'darwin' || this.quitting.isClosing) return true;
    app.quit();
    return false;
  }

  async #askToQuit({ message, detail }: { message: string; detail: string }): Promise<boolean> {
    const buttons = ['Keep working', 'Quit'];
    const options = { type: 'question', message, detail, buttons, defaultId: 0, cancelId: 0 } as const;
    const window = this.#window.current;
    const { response } = window
      ? await dialog.showMessageBox(window, { ...options, buttons })
      : await dialog.showMessageBox({ ...options, buttons });
    return response === 1;
  }

  async #explainCrashes(): Promise<void> {
    const { response } = await dialog.showMessageBox({
      type: 'error',
      message: 'The window keeps stopping.',
      detail: 'Your photos and everything that is finished are safe. The log in the data folder tells more.',
      buttons: ['Try again', 'Quit'],
      defaultId: 0,
      cancelId: 0,
    });
    if (response === 0) this.#window.reload();
    else app.quit();
  }

  async #close(): Promise<void> {
    this.#awake.set(false);
    this.#tray.close();
    this.#window.close();
    await this.#host.close();
  }
}
