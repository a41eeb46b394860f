/** A finished picture on its way from the studio to a phone, with two real pages: sent, away, restarted, put away. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { pairByDigits } from '../companion/pair.ts';
import { phone as phoneLook } from '../companion/phones.ts';
import { Wifi } from '../companion/wifi.ts';
import { expect, test } from '../targets/test.ts';
import { button, card, divider, importPlays } from '../targets/window.ts';

test.use({ mayLoseStudio: true });

async function sendTo(desktop: Page, name: string): Promise<void> {
  await button(desktop, 'Share').click();
  await desktop.getByRole('menuitem', { name: new RegExp(`^${name}`) }).click();
}

async function openFinishedPhoto(desktop: Page, name: string): Promise<void> {
  await card(desktop, name).dblclick();
  await expect(divider(desktop)).toBeVisible();
}

test('a picture is sent to a phone, also to one that is away while the studio starts again', async ({
  browser,
  studio,
  folder,
}) => {
  // A studio starts twice in it, beside two browsers' pages.
  test.slow();
  const desktop = studio.page;
  const wifi = await Wifi.open();
  const context = await browser.newContext({ ...phoneLook, proxy: { server: wifi.address } });
  const phone = await context.newPage();
  const complaints: string[] = [];
  phone.on('pageerror', (error) => complaints.push(error.message));
  const stillThere = phone.getByRole('button', { name: 'Take a photo' });
  try {
    await importPlays(studio, folder, [
      { name: 'Mei left.jpg', milliseconds: 50 },
      { name: 'Noah right.jpg', milliseconds: 50 },
    ]);
    await card(desktop, 'Noah right.jpg').click();
    await desktop.keyboard.press('ControlOrMeta+a');
    await button(desktop, 'Process').click();
    await expect(desktop.getByRole('group', { name: 'Show' }).getByText(/^Done/)).toHaveText('Done2');

    // Without a phone, the menu leads to pairing one.
    await openFinishedPhoto(desktop, 'Mei left.jpg');
    await button(desktop, 'Share').click();
    await desktop.getByRole('menuitem', { name: 'Pair a phone to send it to…' }).click();
    await expect(desktop.getByRole('dialog').getByText('Waiting for your phone')).toBeVisible();
    await desktop.keyboard.press('Escape');
    await pairByDigits(desktop, phone, 'Mei’s phone');
    await desktop.goBack();

    // To a page that is open: told, and shown at once.
    await sendTo(desktop, 'Mei’s phone');
    await expect(desktop.getByText('Sent to Mei’s phone')).toBeVisible();
    const news = phone.getByRole('region', { name: 'News' });
    await expect(news).toContainText('A picture from the studio');
    await news.getByRole('button').first().click();
    await expect(phone.getByRole('heading', { name: 'Mei left-iris.png' })).toBeVisible();
    const save = phone.getByRole('button', { name: 'Save', exact: true });
    await expect(save).toBeEnabled();
    const [download] = await Promise.all([phone.waitForEvent('download'), save.click()]);
    expect(download.suggestedFilename()).toBe('Mei left-iris.png');
    const { width, format } = await sharp(await readFile(await download.path())).metadata();
    expect({ width, format }).toEqual({ width: 640, format: 'png' });
    await phone.getByRole('button', { name: 'Back' }).click();

    // Once more changes nothing.
    await sendTo(desktop, 'Mei’s phone');
    await expect(desktop.getByText('Mei’s phone has this picture already')).toBeVisible();
    await expect(phone.getByRole('list', { name: 'Today’s captures' }).getByRole('button')).toHaveCount(1);

    // To one that is away; the studio is started again before it comes back.
    wifi.leave();
    await expect(phone.getByText('Looking for the studio…')).toBeVisible();
    await desktop.keyboard.press('Escape');
    await openFinishedPhoto(desktop, 'Noah right.jpg');
    await sendTo(desktop, 'Mei’s phone away');
    await expect(desktop.getByText('Kept for Mei’s phone')).toBeVisible();
    await studio.kill();
    await studio.restart();
    wifi.comeBack();
    await phone.evaluate(() => window.dispatchEvent(new Event('online')));
    await expect(news).toContainText('A picture from the studio');
    const received = phone.getByRole('list', { name: 'Today’s captures' });
    await expect(received.getByRole('button')).toHaveCount(2);
    await received.getByRole('button', { name: 'Noah right-iris.png' }).click();
    await phone.getByRole('button', { name: 'Open and save' }).click();
    await expect(phone.getByRole('img', { name: 'The finished iris' })).toBeVisible();

    // The phone puts it away, for good; the studio still has it.
    await phone.getByRole('button', { name: 'Remove' }).click();
    await phone.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await expect(received.getByRole('button')).toHaveCount(1);
    await phone.reload();
    await expect(received.getByRole('button')).toHaveCount(1);
    await expect(card(studio.page, 'Noah right.jpg')).toBeVisible();

    // Deleted in the studio, it leaves the phone as well.
    await card(studio.page, 'Mei left.jpg').click();
    await studio.page.keyboard.press('Delete');
    await studio.page
      .getByRole('dialog')
      .getByRole('button', { name: /^Delete/ })
      .click();
    await expect(phone.getByRole('heading', { name: 'Photograph an eye' })).toBeVisible();
    await expect(stillThere).toBeVisible();
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
    await wifi.close();
  }
});
