/** A page and its studio lose each other: the page says so, waits, and goes on where it was. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { linkOf, startIrisvue } from '../command-line/irisvue.ts';
import { freePort } from '../free-port.ts';
import { browserHostTarget } from '../targets/browser-host.ts';
import { gateIn } from '../targets/play.ts';
import type { RunningStudio } from '../targets/target.ts';
import { button, card, divider, importPlays } from '../targets/window.ts';

interface Fixtures {
  folder: string;
  studio: RunningStudio;
  /** Starts the studio over `folder`; all that still run are killed after the test. */
  start: (port: string) => Promise<{ link: string; kill(): Promise<unknown> }>;
}

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures that are needed
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'irisvue-browser-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  },
  studio: async ({ browser, folder }, use) => {
    const dataDirectory = join(folder, 'library');
    const studio = await browserHostTarget.launch({ browser, work: 'played', dataDirectory });
    await use(studio);
    await studio.close();
  },
  start: async ({ folder }, use) => {
    const running: (() => Promise<unknown>)[] = [];
    await use(async (port) => {
      const command = startIrisvue(['studio', '--no-open', '--port', port, '--data', folder]);
      const kill = () => {
        command.child.kill('SIGKILL');
        return command.end;
      };
      running.push(kill);
      return { link: await linkOf(command), kill };
    });
    for (const kill of running) await kill();
  },
});

test('a page whose connection was cut comes back by itself and has missed nothing', async ({
  studio,
  folder,
}) => {
  const { page } = studio;
  let reachable = true;
  let cut: () => Promise<unknown> = async () => {};
  await page.routeWebSocket(/\/socket$/, (socket) => {
    if (!reachable) {
      void socket.close();
      return;
    }
    const server = socket.connectToServer();
    cut = () => Promise.all([socket.close(), server.close()]);
  });
  await page.reload();
  const gate = gateIn(folder);
  await importPlays(studio, folder, [{ name: 'Amara.jpg', milliseconds: 50, until: gate.until }]);
  await card(page, 'Amara.jpg').dblclick();
  await button(page, 'Process').click();
  await expect(page.getByRole('progressbar', { name: 'Amara.jpg' })).toBeVisible();

  reachable = false;
  await cut();
  await expect(page.getByText('The studio is not answering. Reconnecting…')).toBeVisible();
  // It is finished while nobody can be told.
  await gate.open();
  reachable = true;
  await expect(page.getByText('The studio is not answering')).toBeHidden();
  await expect(divider(page)).toBeVisible();
});

test('a page whose studio was started again says that there is a new link', async ({ page, start }) => {
  const port = await freePort();
  const first = await start(port);
  await page.goto(first.link);
  await expect(page.getByRole('heading', { name: 'Drop a photo of an eye here' })).toBeVisible();
  await first.kill();
  await expect(page.getByText('The studio is not answering. Reconnecting…')).toBeVisible();

  const second = await start(port);
  await expect(page.getByText(/^The studio was started again\./)).toBeVisible();
  await page.goto(second.link);
  await expect(page.getByRole('heading', { name: 'Drop a photo of an eye here' })).toBeVisible();
});
