/** Pictures that the studio sends to a phone, over the playing studio. */
import { expect, setHidden, test } from '../phones.ts';
import { play } from './playing.ts';

test('one that comes is told of, opened, saved and put away', async ({ page }) => {
  await page.goto('/index.html?still&photos=done');
  await expect(page.getByText('Your iris is ready').first()).toBeVisible();
  await setHidden(page, true);
  await play(page, ({ studio }) => studio.sendPicture(0, 'Mei left-iris.png'));
  await expect(page).toHaveTitle('(1) IrisVue');
  await setHidden(page, false);
  const news = page.getByRole('region', { name: 'News' });
  await expect(news).toContainText('A picture from the studio');
  await news.getByRole('button').first().click();

  await expect(page.getByRole('heading', { name: 'Mei left-iris.png' })).toBeVisible();
  // One picture alone: there is nothing to compare it with.
  await expect(page.getByRole('img', { name: 'The finished iris' })).toBeVisible();
  await expect(page.getByRole('slider')).toHaveCount(0);
  const save = page.getByRole('button', { name: 'Save', exact: true });
  await expect(save).toBeEnabled();
  const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
  expect(download.suggestedFilename()).toBe('Mei left-iris.png');

  await page.getByRole('button', { name: 'Remove' }).click();
  const sheet = page.getByRole('dialog', { name: 'Remove it from this phone?' });
  await sheet.getByRole('button', { name: 'Keep it' }).click();
  await page.getByRole('button', { name: 'Remove' }).click();
  await sheet.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('button', { name: 'Take a photo' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Mei left-iris.png' })).toHaveCount(0);
  expect(await play(page, ({ studio }) => studio.pictures.size)).toBe(0);
});

test('one that was sent while the phone was away is there when it comes back', async ({ page }) => {
  await page.goto('/index.html?still&away');
  await expect(page.getByText('Looking for the studio…')).toBeVisible();
  await play(page, ({ studio, port }) => {
    studio.sendPicture(0, 'Mei left-iris.png');
    port.come();
  });
  await page.getByRole('button', { name: 'Open Mei left-iris.png' }).click();
  await expect(page.getByRole('img', { name: 'The finished iris' })).toBeVisible();
  // Deleted in the studio while it is looked at.
  await play(page, ({ studio }) => studio.takePictures([...studio.pictures.keys()]));
  await expect(page.getByText('This picture is not here any more')).toBeVisible();
});

test('they stand apart from what the phone took, under their own heading', async ({ page }) => {
  await page.goto('/index.html?still&photos=done,new&earlier=done&sent=2');
  await expect(page.getByText('From the studio', { exact: true }).first()).toBeVisible();
  // Two photos of this phone's own; the line of today has all four.
  await page.getByRole('button', { name: /^Today 2$/ }).click();
  await expect(page.getByRole('heading')).toHaveText(['Today · 2 photos', 'From the studio', 'Earlier']);
  await page.getByRole('button', { name: 'Mei left-iris.png' }).click();
  await expect(page.getByRole('img', { name: 'The finished iris' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('button', { name: 'Process one photo' })).toBeVisible();
});
