/** The whole way of a phone in two browsers: pair, shoot, lose the network, process, be told, compare, save. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import sharp from 'sharp';
import { pairByDigits } from '../companion/pair.ts';
import { phone as phoneLook, pick, setHidden, swipe } from '../companion/phones.ts';
import { Wifi } from '../companion/wifi.ts';
import { writePlays } from '../targets/photographs.ts';
import { gateIn } from '../targets/play.ts';
import { expect, test } from '../targets/test.ts';

/** As large as a phone's original, its note still at the end. */
async function original(path: string): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const photo = await readFile(path);
  const note = photo.lastIndexOf('\nirisvue-play:');
  const buffer = Buffer.concat([photo.subarray(0, note), Buffer.alloc(3_000_000), photo.subarray(note)]);
  return { name: basename(path), mimeType: 'image/jpeg', buffer };
}

test('a phone pairs, shoots, loses the network on the way, is told, compares and saves', async ({
  browser,
  studio,
  folder,
}) => {
  const gate = gateIn(folder);
  const play = { name: 'IMG_2041.jpg', milliseconds: 50, until: gate.until };
  const [path = ''] = await writePlays(folder, [play]);
  const wifi = await Wifi.open();
  const context = await browser.newContext({ ...phoneLook, proxy: { server: wifi.address } });
  const phone = await context.newPage();
  const complaints: string[] = [];
  phone.on('pageerror', (error) => complaints.push(error.message));
  const desktop = studio.page;
  try {
    await pairByDigits(desktop, phone, 'Mei’s phone');
    await desktop.getByRole('button', { name: 'Library', exact: true }).click();

    // Shot, and cut off in the middle of a chunk.
    const blocked = wifi.blockAfter(1_300_000);
    await pick(phone, 'Take a photo', [await original(path)]);
    await blocked;
    await expect(phone.getByRole('progressbar', { name: 'IMG_2041.jpg, sending' }).first()).toBeVisible();
    const arriving = desktop.getByRole('region', { name: 'Arriving from phones' });
    await expect(arriving).toContainText('Mei’s phone');
    wifi.leave();
    await expect(phone.getByText('Looking for the studio…')).toBeVisible();
    await expect(phone.getByText('Kept on this phone', { exact: true })).toBeVisible();
    await expect(arriving).toContainText('away for now');
    wifi.comeBack();
    await phone.evaluate(() => window.dispatchEvent(new Event('online')));

    // It went on, arrived once, and the studio has looked at it.
    await expect(phone.getByText('Sharp enough').first()).toBeVisible();
    await expect(arriving).toBeHidden();
    const card = desktop.getByRole('gridcell', { name: 'IMG_2041.jpg' });
    await expect(card).toHaveCount(1);

    // Nothing starts by itself; then both rings move.
    await expect(desktop.getByRole('progressbar')).toHaveCount(0);
    await phone.getByRole('button', { name: 'Process', exact: true }).click();
    const rings = [
      phone.getByRole('progressbar', { name: 'IMG_2041.jpg' }).first(),
      card.getByRole('progressbar'),
    ];
    await Promise.all(rings.map((ring) => expect(ring).toBeVisible()));

    // Told to a page that nobody looks at.
    await setHidden(phone, true);
    await gate.open();
    await expect(phone).toHaveTitle('(1) IrisVue');
    await setHidden(phone, false);
    await expect(phone).toHaveTitle('IrisVue');
    await phone.getByRole('region', { name: 'News' }).getByRole('button').first().click();

    // Compared by touch, and saved.
    const slider = phone.getByRole('slider', { name: 'Before and after' });
    await expect(slider).toHaveAttribute('aria-valuenow', '50');
    await swipe(phone, [{ from: { x: 300, y: 300 }, to: { x: 90, y: 305 } }]);
    await expect.poll(async () => Number(await slider.getAttribute('aria-valuenow'))).toBeLessThan(30);
    await phone.getByRole('button', { name: 'Show what was retouched' }).click();
    await expect(phone.getByRole('img', { name: 'What was retouched' })).toBeVisible();
    const save = phone.getByRole('button', { name: 'Save', exact: true });
    await expect(save).toBeEnabled();
    const [download] = await Promise.all([phone.waitForEvent('download'), save.click()]);
    expect(download.suggestedFilename()).toMatch(/^IMG_2041.*\.png$/);
    const { width, format } = await sharp(await readFile(await download.path())).metadata();
    expect({ width, format }).toEqual({ width: 640, format: 'png' });
    await expect(card.getByRole('progressbar')).toHaveCount(0);
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
    await wifi.close();
  }
});

test('a failure leads straight back into the camera, and a removed phone is out at once', async ({
  browser,
  studio,
  folder,
}) => {
  const [blurred = '', sharpOne = ''] = await writePlays(folder, [
    { name: 'IMG_1.jpg', milliseconds: 300, failure: 'photoBlurred' },
    { name: 'IMG_2.jpg', milliseconds: 300 },
  ]);
  const context = await browser.newContext(phoneLook);
  const phone = await context.newPage();
  const desktop = studio.page;
  try {
    await pairByDigits(desktop, phone, 'Noah’s phone');
    await pick(phone, 'Take a photo', [await original(blurred)]);
    await expect(phone.getByText('Sharp enough').first()).toBeVisible();
    await phone.getByRole('button', { name: 'Process', exact: true }).click();
    await expect(phone.getByText('The iris is out of focus.').first()).toBeVisible();
    await pick(phone, 'Capture again', [await original(sharpOne)]);
    await expect(phone.getByText('Sharp enough').first()).toBeVisible();

    // The page comes again as the same phone, without being asked.
    await phone.reload();
    await expect(phone.getByText('Sharp enough').first()).toBeVisible();

    await desktop.getByRole('button', { name: /^Phones/ }).click();
    await desktop
      .getByRole('button', { name: /^Remove/ })
      .first()
      .click();
    await desktop
      .getByRole('dialog')
      .getByRole('button', { name: /^Remove/ })
      .click();
    await expect(phone.getByText('This phone was removed from the studio')).toBeVisible();
  } finally {
    await context.close();
  }
});
