/** A page and its studio lose each other: the page says so, waits, and goes on where it was. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { startIrisvue } from '../command-line/irisvue.ts';
import { browserHostTarget } from '../targets/browser-host.ts';
import { button, card, divider, importPlays } from '../targets/window.ts';

const test = base.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures that are needed
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'irisvue-browser-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  },
});

test('a page whose connection was cut comes back by itself and has missed nothing', async ({
  browser,
  folder,
}) => {
  const dataDirectory = join(folder, 'library');
  const studio = await browserHostTarget.launch({ browser, work: 'played', dataDirectory });
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
  await importPlays(studio, folder, [{ name: 'Amara.jpg', milliseconds: 2500 }]);
  await card(page, 'Amara.jpg').dblclick();
  await button(page, 'Process').click();
  await expect(page.getByRole('progressbar', { name: 'Amara.jpg' })).toBeVisible();

  reachable = false;
  await cut();
  await expect(page.getByText('The studio is not answering. Reconnecting…')).toBeVisible();
  reachable = true;
  await expect(page.getByText('The studio is not answering')).toBeHidden();
  await expect(divider(page)).toBeVisible();
  await studio.close();
});

test('a page whose studio was started again says that there is a new link', async ({ page, folder }) => {
  const port = await freePort();
  const start = async () => {
    const { child, end } = startIrisvue(['studio', '--no-open', '--port', port, '--data', folder]);
    let output = '';
    while (!output.includes('Ctrl+C')) output += String((await once(child.stdout!, 'data'))[0]);
    return { link: /http:\S+/.exec(output)![0], child, end };
  };
  const first = await start();
  await page.goto(first.link);
  await expect(page.getByRole('heading', { name: 'Drop a photo of an eye here' })).toBeVisible();
  first.child.kill('SIGKILL');
  await expect(page.getByText('The studio is not answering. Reconnecting…')).toBeVisible();
  await first.end;

  const second = await start();
  await expect(page.getByText(/^The studio was started again\./)).toBeVisible();
  await page.goto(second.link);
  await expect(page.getByRole('heading', { name: 'Drop a photo of an eye here' })).toBeVisible();
  second.child.kill('SIGTERM');
  await second.end;
});

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port is free');
  return String(address.port);
}
