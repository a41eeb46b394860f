import { EventEmitter } from 'node:events';
import type { Navigation } from '../agreement.ts';
import { app } from './app.ts';
import { isPrevented, served, stage } from './facts.ts';
import type { MessagePortMain } from './ipc-main.ts';

type OpenHandler = (details: { url: string; disposition: string }) => { action: 'allow' | 'deny' };

/** One number for a window and its contents. */
export const contentsById = new Map<number, WebContents>();

export class WebContents extends EventEmitter {
  readonly id: number;
  readonly ports = new Map<number, MessagePortMain>();
  /** Pages that were opened although no handler forbade it. */
  openHandler: OpenHandler | null = null;
  #url = '';
  #isDestroyed = false;

  constructor(id: number) {
    super();
    this.id = id;
    contentsById.set(id, this);
    app.emit('web-contents-created', {}, this);
  }

  getURL(): string {
    return this.#url;
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }
  reload(): void {
    void stage.reload(this.id);
  }
  at(url: string, isNewDocument: boolean): void {
    this.#url = url;
    if (isNewDocument) this.#closePorts();
    this.emit(isNewDocument ? 'did-navigate' : 'did-navigate-in-page', {}, url, true);
  }
  gone(reason: string): void {
    this.#closePorts();
    this.emit('render-process-gone', {}, { reason, exitCode: reason === 'clean-exit' ? 0 : 133 });
  }
  destroyed(): void {
    this.#isDestroyed = true;
    this.#closePorts();
    contentsById.delete(this.id);
    this.emit('destroyed');
  }

  #closePorts(): void {
    for (const port of this.ports.values()) port.closed();
    this.ports.clear();
  }
}

served.at = (window: number, url: string, isNewDocument: boolean) =>
  contentsById.get(window)?.at(url, isNewDocument);
served.pageGone = (window: number, reason: string) => contentsById.get(window)?.gone(reason);
served.mayNavigate = (window: number, url: string, kind: Navigation) => {
  const contents = contentsById.get(window);
  if (contents === undefined) return false;
  const details = { url, isMainFrame: kind !== 'frame', isSameDocument: false };
  if (isPrevented(contents, 'will-frame-navigate', details)) return false;
  if (kind === 'frame') return true;
  return !isPrevented(contents, kind === 'redirect' ? 'will-redirect' : 'will-navigate', details, url);
};
served.windowOpened = (window: number, url: string) => {
  const contents = contentsById.get(window);
  const answer = contents?.openHandler?.({ url, disposition: 'foreground-tab' }) ?? { action: 'allow' };
  if (answer.action === 'allow') throw new Error(`a page was allowed to open ${url}`);
};
