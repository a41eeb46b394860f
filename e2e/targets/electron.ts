/**
 * The desktop in Electron itself, wherever there is one: the program of the `electron` package, or a packed studio of
 * the e2e flavour that IRISVUE_ELECTRON names. The system's dialogs and notifications are answered in main, because
 * nobody sits at the machine that tests.
 */
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { build } from 'vite';
import { linkTo } from '../../src/main/desktop/deep-link.ts';
import type { LaunchOptions, RunningStudio, ShownNotification, Target } from './target.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const packed = process.env.IRISVUE_ELECTRON;

/** Without fetching it, as importing the package would. */
function findProgram(): string | null {
  if (packed !== undefined) return existsSync(packed) ? packed : null;
  const directory = join(root, 'node_modules/electron');
  const pathFile = join(directory, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const { ELECTRON_OVERRIDE_DIST_PATH: dist = join(directory, 'dist') } = process.env;
  const program = join(dist, readFileSync(pathFile, 'utf8'));
  return existsSync(program) ? program : null;
}

export const electronTarget: Target = {
  name: 'electron',
  unavailable() {
    if (findProgram() === null)
      return packed === undefined
        ? 'Electron’s program is not on this machine: node node_modules/electron/install.js fetches it.'
        : `There is no program at ${packed}.`;
    if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
      return 'Electron needs a screen: run the tests under xvfb-run.';
    return existsSync(join(root, 'out/main/desktop.js')) ? null : 'The studio was not built: npm run build.';
  },
  launch: launchElectron,
};

let playingWorker: Promise<string> | undefined;

/** A utility process of Electron runs no TypeScript, so the playing worker is built for it once. */
function buildPlayingWorker(): Promise<string> {
  playingWorker ??= (async () => {
    const outDir = join(root, '.cache/playing-worker');
    await build({
      configFile: false,
      logLevel: 'error',
      root,
      ssr: { noExternal: ['zod', 'comlink'] },
      build: { ssr: 'e2e/targets/playing-worker.ts', outDir, emptyOutDir: true, target: 'node24' },
    });
    return join(outDir, 'playing-worker.js');
  })();
  return playingWorker;
}

interface Started {
  readonly application: ElectronApplication;
  readonly page: Page;
}

async function start({ dataDirectory, work, context }: LaunchOptions): Promise<Started> {
  const program = findProgram();
  if (program === null) throw new Error('there is no Electron');
  const withoutSandbox = process.platform === 'linux' && (process.getuid?.() === 0 || 'CI' in process.env);
  const application = await _electron.launch({
    executablePath: program,
    args: [
      ...(withoutSandbox ? ['--no-sandbox'] : []),
      ...(packed === undefined ? [root] : []),
      `--data=${dataDirectory}`,
    ],
    env: { ...(process.env as Record<string, string>), IRISVUE_E2E: '1' },
    ...(context?.colorScheme === undefined ? {} : { colorScheme: context.colorScheme }),
  });
  const worker = work === 'played' ? await buildPlayingWorker() : null;
  await application.evaluate(prepare, worker);
  const page = await application.firstWindow();
  const { width, height } = context?.viewport ?? { width: 1280, height: 800 };
  await application.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  );
  return { application, page };
}

interface Prepared {
  shown: Electron.Notification[];
  paths: string[];
}

/** Runs in main. */
function prepare(electron: typeof Electron.CrossProcessExports, worker: string | null): void {
  const { Notification, dialog, utilityProcess } = electron as unknown as typeof Electron;
  const prepared: Prepared = { shown: [], paths: [] };
  Object.assign(globalThis, { prepared });
  Notification.prototype.show = function show(this: Electron.Notification) {
    prepared.shown.push(this);
  };
  dialog.showOpenDialog = (async () => ({ canceled: false, filePaths: prepared.paths })) as never;
  dialog.showSaveDialog = (async (...args: unknown[]) => {
    const options = args.at(-1) as { defaultPath: string };
    const [folder = ''] = prepared.paths;
    const name = options.defaultPath.split(/[\\/]/).at(-1) ?? 'picture';
    return { canceled: false, filePath: `${folder}/${name}` };
  }) as never;
  if (worker === null) return;
  const fork = utilityProcess.fork.bind(utilityProcess);
  utilityProcess.fork = (entry, ...rest) => fork(entry.endsWith('gpu-worker.js') ? worker : entry, ...rest);
}

async function launchElectron(options: LaunchOptions): Promise<RunningStudio> {
  let { application, page } = await start(options);
  const main = <Argument, Answer>(
    run: (electron: typeof Electron.CrossProcessExports, argument: Argument) => Answer,
    argument: Argument,
  ) => application.evaluate(run as never, argument as never) as Promise<Awaited<Answer>>;
  const answerWith = (paths: readonly string[]) =>
    main((_electron, wanted) => {
      (globalThis as unknown as { prepared: Prepared }).prepared.paths = [...wanted];
    }, paths);

  return {
    get page() {
      return page;
    },
    async importPhotos(paths) {
      await answerWith(paths);
      await page.getByRole('button', { name: /^(Add|Choose) photos$/ }).click();
    },
    async saved(press) {
      const folder = join(dirname(options.dataDirectory), 'saved');
      await mkdir(folder, { recursive: true });
      await answerWith([folder]);
      await press();
      await page.getByText(/^Saved to /).waitFor();
      const [name = ''] = (await import('node:fs')).readdirSync(folder).slice(-1);
      return { name: basename(name), bytes: await readFile(join(folder, name)) };
    },
    clipboardPicture: () =>
      main(async ({ clipboard, nativeImage }) => {
        for (const item of await clipboard.read()) {
          if (!item.types.includes('image/png')) continue;
          const bytes = Buffer.from(await ((await item.getType('image/png')) as Blob).arrayBuffer());
          return nativeImage.createFromBuffer(bytes).getSize();
        }
        return null;
      }, null),
    async lookAway() {
      await main(({ BrowserWindow }) => {
        for (const window of BrowserWindow.getAllWindows()) {
          window.blur();
          window.isFocused = () => false;
        }
      }, null);
      await page.evaluate(() => {
        document.hasFocus = () => false;
      });
    },
    async notifications() {
      const shown = await main(
        () =>
          (globalThis as unknown as { prepared: Prepared }).prepared.shown.map(({ title, body }) => ({
            title,
            body,
          })),
        null,
      );
      return shown.map(
        (notification, index): ShownNotification => ({
          ...notification,
          click: () =>
            main((_electron, which) => {
              (globalThis as unknown as { prepared: Prepared }).prepared.shown[which]?.emit('click');
            }, index),
        }),
      );
    },
    async followLink(photoId) {
      const link = linkTo({ kind: 'photo', photoId });
      await main(({ app }, address) => {
        app.emit('open-url', { preventDefault() {} }, address);
      }, link);
    },
    async kill() {
      const child = application.process();
      const gone = once(child, 'exit');
      if (child.pid !== undefined)
        process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
      await gone;
    },
    async restart() {
      ({ application, page } = await start(options));
    },
    async close() {
      const child = application.process();
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      // As at the end of a day: nobody is asked.
      await main(
        ({ powerMonitor }) => void powerMonitor.emit('shutdown', { preventDefault() {} }),
        null,
      ).catch(() => {});
      await gone;
    },
  };
}
