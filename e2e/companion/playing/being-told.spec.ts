/** The ladder: where the page stands, and the way up. */
import { expect, test } from '../phones.ts';
import { play } from './playing.ts';

const offer = {
  certificateUrl: 'http://127.0.0.1:1/authority',
  securePageUrl: 'https://127.0.0.1:1/',
  pushKey: 'BKey',
  certificateFetched: true,
};
const open = (query: string, view: string) =>
  `/index.html?still&offer=${encodeURIComponent(JSON.stringify(offer))}&${query}#/${view}`;

test('says on which rung it stands', async ({ page }) => {
  await page.goto(open('', 'told'));
  await expect(page.getByText('You are told as long as this page is open.')).toBeVisible();
  await page.goto(open('told=worker', 'told'));
  await expect(page.getByText('also behind other apps')).toBeVisible();
  await page.getByRole('button', { name: 'Turn on' }).click();
  await expect(page.getByText('You are told even when the phone is locked.')).toBeVisible();
  await page.getByRole('button', { name: 'Turn off' }).click();
  await expect(page.getByText('also behind other apps')).toBeVisible();
});

test('the guide goes on by itself when the phone trusts the studio, and moves to the secure page', async ({
  page,
}) => {
  await page.goto(open('', 'told'));
  await page.getByRole('button', { name: 'Set it up, about a minute' }).click();
  const now = page.getByRole('listitem').and(page.locator('[aria-current=step]'));
  await expect(now).toContainText('Install it in the settings');
  await page.getByRole('button', { name: 'iPhone' }).click();
  await expect(page.getByText('Certificate Trust Settings', { exact: true })).toBeVisible();
  await play(page, ({ browser }) => {
    browser.reachable = true;
  });
  await expect(now).toContainText('Open the secure page');
  await page.getByRole('button', { name: 'Open the secure page' }).click();
  expect(await play(page, ({ browser }) => browser.opened)).toEqual([expect.stringContaining('/#c.')]);
});

test('the secure page asks, tests, and is done', async ({ page }) => {
  await page.goto(open('told=asked', 'guide'));
  await page.getByRole('button', { name: 'Allow notifications' }).click();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByText('Everything is set up')).toBeVisible();
  await expect(page.getByRole('img', { name: 'Done' })).toHaveCount(6);
});
