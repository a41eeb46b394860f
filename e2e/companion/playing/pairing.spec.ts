/** The way in, over the playing studio. */
import { expect, test } from '../phones.ts';
import { play } from './playing.ts';

const secret = 'q'.repeat(22);

test('by QR code: the secret leaves the address, the phone gets its name, somebody allows it', async ({
  page,
}) => {
  await page.goto(`/index.html#${secret}`);
  const name = page.getByLabel('What is this phone called?');
  await expect(name).toHaveValue('Android phone');
  expect(page.url()).not.toContain(secret);
  expect(await page.evaluate(() => JSON.stringify(window.history.state))).not.toContain(secret);
  await name.fill('  Mei’s phone ');
  await page.getByRole('button', { name: 'Ask to connect' }).click();
  await expect(page.getByText('whether “Mei’s phone” may come in')).toBeVisible();
  await play(page, ({ port }) => port.allow());
  await expect(page.getByRole('heading', { name: 'Photograph an eye' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Lena’s iMac/ })).toBeVisible();
});

test('by six digits, wrong ones first', async ({ page }) => {
  await page.goto('/index.html?unpaired');
  const digits = page.getByLabel('Six digits');
  await digits.pressSequentially('111 111');
  await expect(page.getByRole('alert')).toContainText('This code is not the one that the studio shows.');
  await digits.pressSequentially('482913');
  await page.getByRole('button', { name: 'Ask to connect' }).click();
  await expect(page.getByText('Now press “Allow” in the studio')).toBeVisible();
  await play(page, ({ port }) => port.allow());
  await expect(page.getByRole('button', { name: 'Take a photo' })).toBeVisible();
});

test('says why it was not let in, and how to try again', async ({ page }) => {
  await page.goto(`/index.html#${secret}`);
  await page.getByRole('button', { name: 'Ask to connect' }).click();
  await expect(page.getByText('Now press “Allow”')).toBeVisible();
  await play(page, ({ port }) => port.deny());
  await expect(page.getByRole('alert')).toContainText('The studio did not let this phone in');
  await page.getByRole('button', { name: 'Type the six digits' }).click();
  await expect(page.getByLabel('Six digits')).toBeFocused();
});

test('an old code and a studio out of reach are told apart', async ({ page }) => {
  await page.goto(`/index.html#expired${secret.slice(7)}`);
  await expect(page.getByRole('alert')).toContainText('This code is no longer valid');
  await page.goto('about:blank');
  await page.goto(`/index.html#nobody${secret.slice(6)}`);
  await expect(page.getByRole('alert')).toContainText('The studio does not answer');
  await expect(page.getByText('no VPN is on')).toBeVisible();
});

test('a phone that was removed keeps what was not sent, and may come again', async ({ page }) => {
  await page.goto('/index.html?kept=2&away');
  await expect(page.getByText('2 photos are kept on this phone.')).toBeVisible();
  await play(page, ({ port }) => port.remove());
  await expect(page.getByText('2 photos are still on this phone')).toBeVisible();
  await page.getByRole('button', { name: 'Connect again' }).click();
  await page.getByLabel('Six digits').pressSequentially('482913');
  await page.getByRole('button', { name: 'Ask to connect' }).click();
  await expect(page.getByText('Now press “Allow”')).toBeVisible();
  await play(page, ({ port }) => port.allow());
  await expect(page.getByRole('button', { name: 'Take a photo' })).toBeVisible();
});

test('a code that is opened in a page that is there already lets it in, also when it was removed', async ({
  page,
}) => {
  await page.goto('/index.html?removed');
  await expect(page.getByText('This phone was removed from the studio')).toBeVisible();
  await page.evaluate((code) => {
    location.hash = code;
  }, secret);
  await expect(page.getByLabel('What is this phone called?')).toBeVisible();
  expect(page.url()).not.toContain(secret);
  await page.getByRole('button', { name: 'Ask to connect' }).click();
  await expect(page.getByText('Now press “Allow”')).toBeVisible();
  await play(page, ({ port }) => port.allow());
  await expect(page.getByRole('button', { name: 'Take a photo' })).toBeVisible();
});

test('what cannot prove to be the studio is named, and the way back is beside it', async ({ page }) => {
  await page.goto('/index.html?photos=done');
  await play(page, ({ port }) => port.doubt());
  await expect(page.getByText('could not prove that it is the one')).toBeVisible();
  await page.getByRole('button', { name: 'Pair again' }).click();
  await expect(page.getByLabel('Six digits')).toBeVisible();
});
