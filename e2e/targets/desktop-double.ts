/**
 * The built desktop: `out/main/desktop.js` and `out/preload/desktop.cjs` as they ship, with `electron` answered by the
 * double (e2e/desktop-double) and windows that are pages of a real Chromium.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { linkTo } from '../../src/main/desktop/deep-link.ts';
import { type DialogFacts, doubleVariable, type SystemFacts } from '../desktop-double/agreement.ts';
import { Stage } from '../desktop-double/stage.ts';
import type { LaunchOptions, RunningStudio, ShownNotification, Target } from './target.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const entry = at('../../out/main/desktop.js');
const preload = at('../../out/preload/desktop.cjs');
const register = new URL('../desktop-double/register.ts', import.meta.url).href;
const swapWorker = new URL('swap-worker.ts', import.meta.url).href;

export const desktopDoubleTarget: Target = {
  name: 'desktop double',
  unavailable: () =>
    existsSync(entry) && existsSync(preload) ? null : 'The studio was not built: npm run build.',
  launch: (options) => launchDesktopDouble(options),
};

export interface DesktopWishes {
  /** What follows on the command line. */
  readonly words?: readonly string[];
  readonly system?: Partial<SystemFacts>;
}

/** A running studio with its desktop around it, for specs of the desktop alone. */
export interface RunningDesktop extends RunningStudio {
  readonly stage: Stage;
  readonly child: ChildProcess;
  /** Resolves with the first dialog that stands, now or later. */
  dialog(): Promise<DialogFacts & { answer(value: unknown): Promise<void> }>;
  /** Another start of the same studio, which hands over and ends. */
  startAgain(words: readonly string[]): Promise<number | null>;
  /** Resolves with the exit code. */
  ended(): Promise<number | null>;
}

const display = { x: 0, y: 0, width: 1920, height: 1040 };

function start({ dataDirectory, work, context }: LaunchOptions, { words = [], system }: DesktopWishes) {
  const facts: SystemFacts = {
    isDark: context?.colorScheme !== 'light',
    displays: [display],
    ...system,
  };
  const swap = work === 'played' ? ['--import', swapWorker] : [];
  const child = fork(entry, [`--data=${dataDirectory}`, ...words], {
    serialization: 'advanced',
    execArgv: [...swap, '--import', register],
    env: { ...process.env, [doubleVariable]: JSON.stringify(facts) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A group of its own, which can be killed as a whole.
    detached: true,
  });
  const said = { output: '' };
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (said.output += text));
  return { child, said };
}

export async function launchDesktopDouble(
  options: LaunchOptions,
  wishes: DesktopWishes = {},
): Promise<RunningDesktop> {
  const context = await options.browser.newContext(options.context);
  let running = await open(wishes);

  async function open(with_: DesktopWishes) {
    const started = start(options, with_);
    const stage = new Stage(context, started.child);
    const loaded = once(stage, 'loaded');
    const failed = once(started.child, 'exit').then(() => {
      throw new Error(`the studio did not start: ${started.said.output}`);
    });
    await Promise.race([loaded, failed]);
    failed.catch(() => {});
    return { ...started, stage };
  }

  async function ended(): Promise<number | null> {
    const { exitCode, signalCode } = running.child;
    if (exitCode === null && signalCode === null) await once(running.child, 'exit');
    return running.child.exitCode;
  }

  async function dialog() {
    for (;;) {
      const next = once(running.stage, 'dialog');
      const [standing] = (await running.stage.studio.state()).dialogs;
      if (standing !== undefined) {
        const answer = (value: unknown) =>
          running.stage.control({ do: 'answerDialog', id: standing.id, value });
        return { ...standing, answer };
      }
      await next;
    }
  }

  async function answered(press: () => Promise<unknown>, value: unknown): Promise<void> {
    const pressed = press();
    await (await dialog()).answer(value);
    await pressed;
  }

  const studio: RunningDesktop = {
    get page(): Page {
      const { page } = running.stage;
      if (page === null) throw new Error('the studio has no window');
      return page;
    },
    get stage() {
      return running.stage;
    },
    get child() {
      return running.child;
    },
    dialog,
    ended,
    async startAgain(words) {
      const { child } = start(options, { ...wishes, words });
      const [code] = await once(child, 'exit');
      return code as number | null;
    },
    async importPhotos(paths) {
      const button = studio.page.getByRole('button', { name: /^(Add|Choose) photos$/ });
      await answered(() => button.click(), { canceled: false, filePaths: [...paths] });
    },
    async saved(press) {
      const folder = join(dirname(options.dataDirectory), 'saved');
      await mkdir(folder, { recursive: true });
      const pressed = press();
      const standing = await dialog();
      const proposed = basename(String(standing.options.defaultPath));
      const filePath = join(folder, proposed);
      await standing.answer({ canceled: false, filePath });
      await pressed;
      await expect.poll(() => existsSync(filePath)).toBe(true);
      return { name: proposed, bytes: await readFile(filePath) };
    },
    async clipboardPicture() {
      const { page } = studio;
      // The tester's hand may read what the page may only write.
      const { origin } = new URL(page.url());
      await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
      return page.evaluate(async () => {
        for (const item of await navigator.clipboard.read()) {
          if (!item.types.includes('image/png')) continue;
          const { width, height } = await createImageBitmap(await item.getType('image/png'));
          return { width, height };
        }
        return null;
      });
    },
    async lookAway() {
      await running.stage.control({ do: 'focus', isFocused: false });
      await studio.page.evaluate(() => {
        document.hasFocus = () => false;
      });
    },
    async notifications() {
      const { notifications } = await running.stage.studio.state();
      return notifications.map(
        ({ title, body }, index): ShownNotification => ({
          title,
          body,
          click: () => running.stage.control({ do: 'clickNotification', index }),
        }),
      );
    },
    async followLink(photoId) {
      await running.stage.control({ do: 'openUrl', url: linkTo({ kind: 'photo', photoId }) });
    },
    async kill() {
      if (running.child.pid !== undefined) process.kill(-running.child.pid, 'SIGKILL');
      await ended();
    },
    async restart() {
      running = await open({ ...wishes, words: [] });
    },
    async close() {
      const { child, stage } = running;
      if (child.exitCode === null && child.signalCode === null) {
        // As at the end of a day: nobody is asked.
        await stage.control({ do: 'shutdown' }).catch(() => {});
        await ended();
      }
      await context.close();
    },
  };
  return studio;
}
