/** The test's half of the double: windows are pages of a real Chromium, and the desktop is what a test makes of it. */
import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { toStudio } from './addresses.ts';
import type { ControlAction, FrameFacts, StageApi, StudioHalf } from './agreement.ts';
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

  constructor(context: BrowserContext, child: ChildProcess) {
    super();
    this.#context = context;
    const ours = ['open', 'load', 'reload', 'close', 'toPreload', 'setColourScheme', 'happened'] as const;
    const methods = Object.fromEntries(
      ours.map((name) => [name, (...args: never[]) => (this[name] as (...all: never[]) => unknown)(...args)]),
    );
    this.studio = connectPeers<StudioHalf, typeof methods>(child, methods);
    context.on('page', (page) => {
      // A page that no window asked for was opened by a page.
      void page.opener().then(async (opener) => {
        if (opener === null) return;
        const from = [...this.#pages].find(([, staged]) => staged.page === opener)?.[0] ?? 0;
        await page.close();
        await this.studio.windowOpened(from, page.url());
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

  async open(window: number, { preload }: { preload: string | null }): Promise<void> {
    const page = await this.#context.newPage();
    const staged = await StagedPage.prepare(page, preload, {
      fromPreload: (text, frame) => this.studio.fromPreload(window, text, frame),
      mayNavigate: (url, kind) => this.studio.mayNavigate(window, url, kind),
      at: (url, isNewDocument) => this.studio.at(window, url, isNewDocument),
    });
    page.on('crash', () => void this.studio.pageGone(window, 'crashed'));
    this.#pages.set(window, staged);
    this.#preloads.set(window, preload);
  }
  readonly #preloads = new Map<number, string | null>();
  readonly #urls = new Map<number, string>();

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
    await this.open(window, { preload: this.#preloads.get(window) ?? null });
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
    const known: KnownFile[] = [];
    for (const path of paths) await collect(path, known);
    await this.staged.know(known);
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

async function collect(path: string, known: KnownFile[]): Promise<void> {
  const found = await stat(path);
  if (found.isDirectory()) {
    for (const name of await readdir(path)) await collect(join(path, name), known);
    return;
  }
  known.push({ name: basename(path), size: found.size, modified: found.mtimeMs, path });
}
