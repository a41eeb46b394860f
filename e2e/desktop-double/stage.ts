/** The test's half of the double: windows are pages of a real Chromium, and the desktop is what a test makes of it. */
import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { BrowserContext, FileChooser, Page } from '@playwright/test';
import { toStudio } from './addresses.ts';
import type { ControlAction, FrameFacts, PageWish, StageApi, StudioHalf } from './agreement.ts';
import { connectPeers, type Remote } from './peer.ts';
import { StagedPage } from './staged-page.ts';
import type { KnownFile } from './worlds.ts';

/** What Chromium asks about, under the names that Electron and Playwright have for it. */
const permissions = [
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['media', 'camera'],
  ['media', 'microphone'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-sanitized-write', 'clipboard-write'],
] as const;

export class Stage extends EventEmitter implements StageApi {
  readonly studio: Remote<StudioHalf>;
  readonly #context: BrowserContext;
  readonly #pages = new Map<number, StagedPage>();
  readonly #wishes = new Map<number, PageWish>();
  readonly #urls = new Map<number, string>();

  constructor(context: BrowserContext, child: ChildProcess) {
    super();
    this.#context = context;
    const ours = ['open', 'load', 'reload', 'close', 'toPreload', 'setColourScheme', 'happened'] as const;
    const methods = Object.fromEntries(
      ours.map((name) => [name, (...args: never[]) => (this[name] as (...all: never[]) => unknown)(...args)]),
    );
    this.studio = connectPeers<StudioHalf, typeof methods>(child, methods);
    context.on('page', (page) => {
      // A page that no window asked for was opened by a page; main was asked already, and there is none in Electron.
      void page.opener().then(async (opener) => {
        if (opener !== null) await page.close();
      });
    });
  }

  /** The latest window's page. */
  get page(): Page | null {
    return [...this.#pages.values()].at(-1)?.page ?? null;
  }
  get staged(): StagedPage {
    const staged = [...this.#pages.values()].at(-1);
    if (staged === undefined) throw new Error('the studio has no window');
    return staged;
  }
  get windowId(): number {
    return [...this.#pages.keys()].at(-1) ?? 0;
  }

  async open(window: number, wish: PageWish): Promise<void> {
    const { preload, isDark } = wish;
    const page = await this.#context.newPage();
    await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' });
    const staged = await StagedPage.prepare(page, preload, {
      fromPreload: (text, frame) => this.studio.fromPreload(window, text, frame),
      mayNavigate: (url, kind) => this.studio.mayNavigate(window, url, kind),
      windowOpened: (url) => this.studio.windowOpened(window, url),
      at: (url, isNewDocument) => this.studio.at(window, url, isNewDocument),
    });
    page.on('crash', () => void this.studio.pageGone(window, 'crashed'));
    page.on('filechooser', (chooser) => knowChosen(chooser, staged));
    this.#pages.set(window, staged);
    this.#wishes.set(window, wish);
  }

  async load(window: number, url: string): Promise<void> {
    this.#urls.set(window, url);
    await this.#grant(window, new URL(url).origin);
    await this.#pages.get(window)?.load(url);
    this.emit('loaded', window);
  }

  /** A page whose process died cannot be used again: another takes its place, which is what a reload comes to. */
  async reload(window: number): Promise<void> {
    const staged = this.#pages.get(window);
    if (!staged?.isCrashed) return void (await staged?.reload());
    await staged.page.close();
    await this.open(window, this.#wishes.get(window) ?? { preload: null, isDark: true });
    await this.load(window, this.#urls.get(window) ?? '');
  }

  async close(window: number): Promise<void> {
    const staged = this.#pages.get(window);
    this.#pages.delete(window);
    await staged?.page.close().catch(() => {});
  }

  async toPreload(window: number, text: string): Promise<void> {
    await this.#pages.get(window)?.toPreload(text);
  }

  async setColourScheme(colorScheme: 'dark' | 'light'): Promise<void> {
    for (const { page } of this.#pages.values()) await page.emulateMedia({ colorScheme }).catch(() => {});
  }

  async happened(what: string): Promise<void> {
    this.emit(what);
  }

  control(action: ControlAction): Promise<void> {
    return this.studio.control(action);
  }

  /** A message as some other page's process would send it, were it taken over. */
  forge(text: string, frame: FrameFacts, window = this.windowId): Promise<void> {
    return this.studio.fromPreload(window, text, frame);
  }

  /** Drops files and folders of the disk on the window, as a hand from the file manager would. */
  async dropFiles(paths: readonly string[]): Promise<void> {
    await this.staged.know(await filesBelow(paths));
    await this.staged.drop(paths);
  }

  async #grant(window: number, origin: string): Promise<void> {
    const granted: string[] = [];
    for (const [asElectron, asPlaywright] of permissions) {
      const { check, request } = await this.studio.isPermitted(window, asElectron, `${toStudio(origin)}/`);
      if (check && request) granted.push(asPlaywright);
    }
    await this.#context.grantPermissions(granted, { origin });
  }
}

/** What a test chooses by a path has that path for the preload, as it has in Electron. */
function knowChosen(chooser: FileChooser, staged: StagedPage): void {
  const setFiles = chooser.setFiles.bind(chooser);
  chooser.setFiles = async (files, options) => {
    const paths = [files].flat().filter((file) => typeof file === 'string');
    await staged.know(await filesBelow(paths));
    await setFiles(files, options);
  };
}

async function filesBelow(paths: readonly string[]): Promise<KnownFile[]> {
  const known: KnownFile[] = [];
  for (const path of paths) {
    const found = await stat(path);
    if (found.isDirectory())
      known.push(...(await filesBelow((await readdir(path)).map((name) => join(path, name)))));
    else known.push({ name: basename(path), size: found.size, modified: found.mtimeMs, path });
  }
  return known;
}
