/** One page on the stage: its two worlds, the line from the isolated one to main, and the watch over where it goes. */
import type { CDPSession, Page } from '@playwright/test';
import { appOrigin } from '../../src/contracts/desktop-bridge.ts';
import { toStudio } from './addresses.ts';
import type { FrameFacts, Navigation } from './agreement.ts';
import { bindingName, isolatedSource, type KnownFile, mainSource, worldName } from './worlds.ts';

export interface PageWatcher {
  fromPreload(text: string, frame: FrameFacts): Promise<void>;
  mayNavigate(url: string, kind: Navigation): Promise<boolean>;
  windowOpened(url: string): Promise<void>;
  at(url: string, isNewDocument: boolean): Promise<void>;
}

export class StagedPage {
  readonly page: Page;
  isCrashed = false;
  readonly #session: CDPSession;
  readonly #watcher: PageWatcher;
  readonly #frames = new Map<string, string>();
  readonly #worlds = new Map<number, string>();
  #mainFrame = '';
  #mainWorldOfPreload: number | null = null;
  /** What main itself asked the page to load. */
  #expected: string | null = null;

  static async prepare(page: Page, preload: string | null, watcher: PageWatcher): Promise<StagedPage> {
    const session = await page.context().newCDPSession(page);
    const staged = new StagedPage(page, session, watcher);
    staged.#listen();
    await session.send('Page.enable');
    const { frameTree } = await session.send('Page.getFrameTree');
    staged.#mainFrame = frameTree.frame.id;
    await session.send('Runtime.enable');
    await session.send('Runtime.addBinding', { name: bindingName, executionContextName: worldName });
    await session.send('Page.addScriptToEvaluateOnNewDocument', { source: mainSource });
    if (preload !== null) {
      const source = isolatedSource(preload, appOrigin, process.platform);
      await session.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName });
    }
    await session.send('Fetch.enable', { patterns: [{ urlPattern: '*', resourceType: 'Document' }] });
    return staged;
  }

  private constructor(page: Page, session: CDPSession, watcher: PageWatcher) {
    this.page = page;
    this.#session = session;
    this.#watcher = watcher;
    page.on('crash', () => {
      this.isCrashed = true;
    });
  }

  async load(url: string): Promise<void> {
    this.#expected = url;
    await this.page.goto(url, { waitUntil: 'domcontentloaded' });
  }

  async reload(): Promise<void> {
    this.#expected = this.page.url();
    await this.page.reload({ waitUntil: 'domcontentloaded' });
  }

  async toPreload(text: string): Promise<void> {
    await this.#inPreload(`window.desktopDoubleHear?.(${JSON.stringify(text)})`);
  }

  async know(files: readonly KnownFile[]): Promise<void> {
    await this.#inPreload(`window.desktopDoubleKnow?.(${JSON.stringify(files)})`);
  }

  async drop(paths: readonly string[]): Promise<void> {
    const { width, height } = this.page.viewportSize() ?? { width: 800, height: 600 };
    const data = { items: [], files: [...paths], dragOperationsMask: 1 };
    const [x, y] = [width / 2, height / 2];
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await this.#session.send('Input.dispatchDragEvent', { type, x, y, data });
  }

  /** Takes the page's process down. */
  async crash(): Promise<void> {
    await this.#session.send('Page.crash').catch(() => {});
  }

  /** Runs in the preload's world; what has gone meanwhile hears nothing. */
  async #inPreload(expression: string): Promise<void> {
    const contextId = this.#mainWorldOfPreload;
    if (contextId === null) return;
    await this.#session.send('Runtime.evaluate', { contextId, expression }).catch(() => {});
  }

  #listen(): void {
    const session = this.#session;
    session.on('Runtime.executionContextCreated', ({ context: { id, name, auxData } }) => {
      if (name !== worldName) return;
      this.#worlds.set(id, String(auxData?.frameId));
      if (auxData?.frameId === this.#mainFrame) this.#mainWorldOfPreload = id;
    });
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      this.#worlds.delete(executionContextId);
      if (this.#mainWorldOfPreload === executionContextId) this.#mainWorldOfPreload = null;
    });
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name !== bindingName) return;
      const frame = this.#worlds.get(executionContextId) ?? '';
      const url = toStudio(this.#frames.get(frame) ?? '');
      void this.#watcher.fromPreload(payload, { url, isMain: frame === this.#mainFrame }).catch(() => {});
    });
    session.on('Page.windowOpen', ({ url }) => void this.#watcher.windowOpened(toStudio(url)));
    session.on('Page.frameNavigated', ({ frame }) =>
      this.#at(frame.id, frame.url + (frame.urlFragment ?? ''), true),
    );
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => this.#at(frameId, url, false));
    session.on('Fetch.requestPaused', ({ requestId, frameId, request, redirectedRequestId }) => {
      const url = request.url + (request.urlFragment ?? '');
      void this.#decide(requestId, url, frameId, redirectedRequestId !== undefined);
    });
  }

  #at(frame: string, url: string, isNewDocument: boolean): void {
    this.#frames.set(frame, url);
    if (frame !== this.#mainFrame || url === 'about:blank') return;
    void this.#watcher.at(toStudio(url), isNewDocument).catch(() => {});
  }

  async #decide(requestId: string, url: string, frame: string, isRedirect: boolean): Promise<void> {
    const isOurs = frame === this.#mainFrame && url === this.#expected;
    if (isOurs) this.#expected = null;
    const kind: Navigation = frame !== this.#mainFrame ? 'frame' : isRedirect ? 'redirect' : 'navigate';
    const may = isOurs || (await this.#watcher.mayNavigate(toStudio(url), kind).catch(() => false));
    const answer = may
      ? this.#session.send('Fetch.continueRequest', { requestId })
      : this.#session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    await answer.catch(() => {});
  }
}
