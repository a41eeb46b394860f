import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { toPage } from '../addresses.ts';
import type { WindowFacts } from '../agreement.ts';
import { app, openWindows, requireReady } from './app.ts';
import { isPrevented, stage } from './facts.ts';
import { server } from './server.ts';
import { nativeTheme } from './system.ts';
import { WebContents } from './web-contents.ts';

interface Options {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly show?: boolean;
  readonly webPreferences?: { readonly preload?: string };
}

let numbers = 0;

export class BrowserWindow extends EventEmitter {
  readonly id: number;
  readonly webContents: WebContents;
  readonly options: Options;
  progress = { value: -1, mode: 'normal' };
  #bounds: { x: number; y: number; width: number; height: number };
  #isVisible: boolean;
  #isFocused = false;
  #isMinimized = false;
  #isMaximized = false;
  #isFullScreen = false;
  #isDestroyed = false;
  readonly #opened: Promise<void>;

  static getAllWindows(): BrowserWindow[] {
    return [...openWindows] as BrowserWindow[];
  }
  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.isFocused()) ?? null;
  }
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null;
  }

  constructor(options: Options = {}) {
    super();
    requireReady('BrowserWindow');
    numbers += 1;
    this.id = numbers;
    this.options = options;
    const { x = 0, y = 0, width = 800, height = 600, show = true } = options;
    this.#bounds = { x, y, width, height };
    this.#isVisible = show;
    this.webContents = new WebContents(numbers);
    openWindows.add(this);
    const preload = options.webPreferences?.preload;
    const source = preload === undefined ? null : readFileSync(preload, 'utf8');
    this.#opened = stage.open(this.id, { preload: source, isDark: nativeTheme.shouldUseDarkColors });
  }

  async loadURL(url: string): Promise<void> {
    await this.#opened;
    await stage.load(this.id, toPage(url, await server.listening));
    if (this.#isDestroyed) return;
    this.webContents.emit('did-finish-load');
    this.emit('ready-to-show');
  }

  show(): void {
    this.#isVisible = true;
    this.focus();
    this.emit('show');
  }
  hide(): void {
    this.#isVisible = false;
    this.blur();
  }
  focus(): void {
    if (this.#isFocused || !this.#isVisible) return;
    this.#isFocused = true;
    this.emit('focus');
  }
  blur(): void {
    if (!this.#isFocused) return;
    this.#isFocused = false;
    this.emit('blur');
  }
  minimize(): void {
    this.#isMinimized = true;
    this.blur();
  }
  restore(): void {
    this.#isMinimized = false;
    this.focus();
  }
  maximize(): void {
    this.#isMaximized = true;
    this.emit('resize');
  }
  setFullScreen(flag: boolean): void {
    this.#isFullScreen = flag;
  }
  isVisible(): boolean {
    return this.#isVisible;
  }
  isFocused(): boolean {
    return this.#isFocused;
  }
  isMinimized(): boolean {
    return this.#isMinimized;
  }
  isMaximized(): boolean {
    return this.#isMaximized;
  }
  isFullScreen(): boolean {
    return this.#isFullScreen;
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  getBounds() {
    return { ...this.#bounds };
  }
  getNormalBounds() {
    return { ...this.#bounds };
  }
  setBounds(bounds: Partial<{ x: number; y: number; width: number; height: number }>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.emit('resize');
    this.emit('move');
  }
  setBackgroundColor(): void {}
  setProgressBar(value: number, { mode = 'normal' }: { mode?: string } = {}): void {
    this.progress = { value, mode };
  }

  close(): void {
    if (this.#isDestroyed || isPrevented(this, 'close')) return;
    this.destroy();
  }
  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    openWindows.delete(this);
    void stage.close(this.id);
    this.webContents.destroyed();
    this.emit('closed');
    if (openWindows.size === 0) app.windowsClosed();
  }

  get facts(): WindowFacts {
    return {
      id: this.id,
      options: JSON.parse(JSON.stringify(this.options)),
      isVisible: this.#isVisible,
      isFocused: this.#isFocused,
      bounds: this.getBounds(),
      progress: this.progress,
      url: this.webContents.getURL(),
    };
  }
}
