/**
 * Electron's main process. What must happen before Electron is ready happens here, in order; then the library is
 * opened and everything else is `DesktopStudio`.
 */
import { join } from 'node:path';
import { app, dialog, protocol, safeStorage } from 'electron';
import { linkScheme } from '../../contracts/desktop-bridge.ts';
import { failures, StudioFailure } from '../../contracts/failure.ts';
import { logStrays } from '../assembly/log-strays.ts';
import { openStudioHost } from '../assembly/open-studio-host.ts';
import { dataDirectory } from '../assembly/places.ts';
import { productName } from '../assembly/product.ts';
import { readStudioSettings } from '../window/studio-settings.ts';
import { systemTimers } from '../workers/timers.ts';
import { ownWords, readArguments } from './arguments.ts';
import { Arrivals, type SecondStart } from './arrivals.ts';
import { DesktopStudio } from './desktop-studio.ts';
import { guardContents } from './guard-contents.ts';
import { nativesFile, unpackedDirectory } from './places.ts';
import { registerAppScheme } from './serve-app.ts';
import { systemSecrets } from './system-secrets.ts';
import { utilityProcesses } from './utility-processes.ts';
import { verifyNatives } from './verify-natives.ts';
import { noSandboxWords } from './without-sandbox.ts';

const smokeTestMs = 60_000;

const words = ownWords(process.argv, app.isPackaged);
const started = readArguments(words, process.cwd());
const arrivals = new Arrivals();

app.enableSandbox();
registerAppScheme(protocol);
app.setName(productName);
// Chromium's own files lie in a folder of their own inside the library's, so that one folder is everything.
app.setPath('userData', join(dataDirectory(started.dataDirectory), 'window'));
app.setAppUserModelId('studio.irisvue.desktop');

app.on('open-file', (event, path) => {
  event.preventDefault();
  arrivals.add({ paths: [path], links: [] });
});
app.on('open-url', (event, link) => {
  event.preventDefault();
  arrivals.add({ paths: [], links: [link] });
});

const us: SecondStart = { words, directory: process.cwd() };
if (app.requestSingleInstanceLock(us)) {
  app.on('second-instance', (_event, _argv, _directory, data) => arrivals.addSecondStart(data));
  void app.whenReady().then(open);
} else {
  app.quit();
}

async function open(): Promise<void> {
  const unsafe = noSandboxWords(app.commandLine.hasSwitch('no-sandbox'), process.env);
  if (unsafe !== null) return refuse(unsafe.message, unsafe.detail);
  try {
    // Before any of it is loaded.
    if (app.isPackaged) await verifyNatives(nativesFile, unpackedDirectory);
    const keeper = await systemSecrets({
      store: safeStorage,
      platform: process.platform,
      file: join(app.getPath('userData'), 'secrets.json'),
    });
    const host = await openStudioHost('desktop', {
      data: started.dataDirectory,
      ...(keeper && { keeper }),
      spawnPort: utilityProcesses(app, systemTimers),
    });
    const { log, library } = host.parts;
    guardContents(app, log);
    // Electron would show a stack to the photographer.
    logStrays(log);
    const studio = new DesktopStudio(host, readStudioSettings(library.database));
    endWell(studio);
    if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);
    app.on('activate', () => studio.show());
    studio.show();
    await host.resume();
    arrivals.deliver((arrival) => studio.take(arrival));
    const { paths, links } = started;
    if (paths.length + links.length > 0) arrivals.add({ paths, links });
    if (started.isSmokeTest) void endAfterFirstPage(studio);
  } catch (error) {
    const code = error instanceof StudioFailure ? error.code : 'engineUnavailable';
    if (process.env.IRISVUE_DEBUG) console.error(error);
    refuse(failures[code].message, failures[code].suggestion);
  }
}

function endWell(studio: DesktopStudio): void {
  app.on('before-quit', (event) => {
    if (studio.quitting.isClosed) return;
    event.preventDefault();
    void studio.quitting.quit();
  });
  // On macOS the program stays without a window; elsewhere closing the window has asked to quit already.
  app.on('window-all-closed', () => {});
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      studio.quitting.hurry();
      app.quit();
    });
}

function refuse(message: string, detail: string): void {
  dialog.showErrorBox(message, detail);
  app.exit(1);
}

/** Fails where no page comes. */
async function endAfterFirstPage(studio: DesktopStudio): Promise<void> {
  const callOff = systemTimers.after(smokeTestMs, () => app.exit(1));
  await studio.firstPage;
  callOff();
  process.stdout.write('the window speaks to the studio\n');
  studio.quitting.hurry();
  app.quit();
}
