/** Where a page may go: nowhere, whatever it tries; only links on the list are opened, and by the system's browser. */
import type { Page } from '@playwright/test';
import { expect, test } from './test.ts';

/** Navigations that reach our guard fail; those that Chromium itself stops are told of on the console. */
async function refusalOf(page: Page, address: string): Promise<void> {
  await Promise.race([
    page.waitForEvent('requestfailed', (request) => request.url().replace(/\?$/, '') === address),
    page.waitForEvent('console', (message) => message.text().includes(address)),
  ]);
}

test('a page stays where it is', async ({ studio }) => {
  const { page } = studio;
  await expect(page.getByRole('button', { name: 'Try the sample' })).toBeVisible();
  const here = page.url();
  for (const to of [
    'https://stranger.example/',
    'http://127.0.0.1:1/',
    'file:///etc/passwd',
    'data:text/html,hello',
    'app://stranger/',
  ]) {
    const refused = refusalOf(page, to);
    await page.evaluate((address) => {
      location.href = address;
    }, to);
    await refused;
    expect(page.url()).toBe(here);
  }
  const refused = refusalOf(page, 'https://stranger.example/form');
  await page.evaluate(() => {
    const form = document.createElement('form');
    form.action = 'https://stranger.example/form';
    document.body.append(form);
    form.submit();
  });
  await refused;
  expect(page.url()).toBe(here);
  // Asked of the page itself: Playwright would wait for a navigation that never ends.
  expect(await page.evaluate(() => document.body.textContent)).toContain('Try the sample');
});

test('a page opens no window; a link leaves for the system’s browser only when it is on the list', async ({
  studio,
}) => {
  const { page, stage } = studio;
  const open = (address: string) => page.evaluate((to) => void window.open(to), address);
  for (const address of [
    'https://stranger.example/',
    'http://github.com/',
    'https://github.com.stranger.example/',
    'https://user@github.com/',
    'https://github.com:8443/',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ])
    await open(address);
  await open('https://github.com/xinntao/Real-ESRGAN');
  await expect
    .poll(async () => (await stage.studio.state()).openedLinks)
    .toEqual(['https://github.com/xinntao/Real-ESRGAN']);
  await expect.poll(() => page.context().pages()).toHaveLength(1);
  expect((await stage.studio.state()).windows).toHaveLength(1);
});
