/** The built `irisvue studio`, and a browser that opened the link it printed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import type { LaunchOptions, RunningStudio, ShownNotification, Target } from './target.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const command = at('../../out/main/irisvue.js');
const swapWorker = new URL('swap-worker.ts', import.meta.url).href;

export const browserHostTarget: Target = {
  name: 'browser host',
  unavailable: () => (existsSync(command) ? null : 'The studio was not built: npm run build.'),
  launch: launchBrowserHost,
};

interface Host {
  readonly child: ChildProcess;
  readonly link: string;
}

async function startHost({ dataDirectory, work }: LaunchOptions): Promise<Host> {
  const swap = work === 'played' ? ['--import', swapWorker] : [];
  const child = spawn(
    process.execPath,
    [...swap, command, 'studio', '--no-open', '--data', dataDirectory],
    // A group of its own, which can be killed as a whole.
    { stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  let output = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
  const link = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`the studio did not start: ${output}`)));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const found = /http:\S+/.exec(output);
      if (found !== null && output.includes('Ctrl+C')) resolve(found[0]);
    });
  });
  return { child, link };
}

async function ended(child: ChildProcess): Promise<void> {
  const { exitCode, signalCode } = child;
  if (exitCode === null && signalCode === null) await once(child, 'exit');
}

/** Headless browsers show no notifications, so what the page would show is written down instead. */
function recordNotifications(): void {
  const shown: { title: string; body: string; onclick: (() => void) | null }[] = [];
  class RecordedNotification {
    static permission = 'granted';
    static requestPermission = async () => 'granted';
    onclick: (() => void) | null = null;
    readonly title: string;
    readonly body: string;
    constructor(title: string, { body = '' }: { body?: string } = {}) {
      this.title = title;
      this.body = body;
      shown.push(this);
    }
    close() {}
  }
  Object.assign(window, { Notification: RecordedNotification, shownNotifications: shown });
}
interface Recording {
  shownNotifications: { title: string; body: string; onclick: (() => void) | null }[];
}

async function launchBrowserHost(options: LaunchOptions): Promise<RunningStudio> {
  let host = await startHost(options);
  const context = await options.browser.newContext(options.context);
  await context.addInitScript(recordNotifications);
  const page = await context.newPage();
  await open(context, page, host.link);
  return {
    page,
    async importPhotos(paths) {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: /^(Add|Choose) photos$/ }).click();
      await (await chooser).setFiles([...paths]);
    },
    async saved(press) {
      const [download] = await Promise.all([page.waitForEvent('download'), press()]);
      return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
    },
    clipboardPicture: () =>
      page.evaluate(async () => {
        for (const item of await navigator.clipboard.read()) {
          if (!item.types.includes('image/png')) continue;
          const { width, height } = await createImageBitmap(await item.getType('image/png'));
          return { width, height };
        }
        return null;
      }),
    async lookAway() {
      await page.evaluate(() => {
        document.hasFocus = () => false;
      });
    },
    async notifications() {
      const shown = await page.evaluate(() =>
        (window as unknown as Recording).shownNotifications.map(({ title, body }) => ({ title, body })),
      );
      return shown.map(
        (notification, index): ShownNotification => ({
          ...notification,
          click: () =>
            page.evaluate(
              (which) => (window as unknown as Recording).shownNotifications[which]?.onclick?.(),
              index,
            ),
        }),
      );
    },
    async followLink(photoId) {
      await page.goto(`${host.link}#/photo/${photoId}`);
    },
    async kill() {
      if (host.child.pid !== undefined) process.kill(-host.child.pid, 'SIGKILL');
      await ended(host.child);
    },
    async restart() {
      host = await startHost(options);
      await open(context, page, host.link);
    },
    async close() {
      await context.close();
      host.child.kill('SIGTERM');
      await ended(host.child);
    },
  };
}

async function open(context: BrowserContext, page: Page, link: string): Promise<void> {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(link).origin });
  await page.goto(link);
}
