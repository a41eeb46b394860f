/** What a new user does, computed for real: from an empty library to a saved picture. */
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { writePhotograph } from '../targets/photographs.ts';
import { expect, test } from '../targets/test.ts';

test.use({ work: 'real' });

/** Writes down how far any ring came, from now on: a fast machine may be through before one looks. */
async function watchRings(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const seen = { highestShare: 0 };
    Object.assign(window, seen);
    new MutationObserver(() => {
      for (const ring of document.querySelectorAll('[role=progressbar]'))
        seen.highestShare = Math.max(seen.highestShare, Number(ring.getAttribute('aria-valuenow')));
      Object.assign(window, seen);
    }).observe(document, { subtree: true, childList: true, attributeFilter: ['aria-valuenow'] });
  });
  return () => page.evaluate(() => (window as unknown as { highestShare: number }).highestShare);
}

test('from an empty library to a saved picture of one’s own photo', async ({ studio, folder }) => {
  const { page } = studio;
  await expect(page.getByRole('heading', { name: 'Drop a photo of an eye here' })).toBeVisible();
  await studio.importPhotos([await writePhotograph(folder, 'Amara left.jpg')]);
  const card = page.getByRole('gridcell', { name: 'Amara left.jpg' });
  await expect(card.locator('img')).toBeVisible();
  await card.dblclick();
  const highestShare = await watchRings(page);
  await page.getByRole('button', { name: 'Process' }).click();
  await expect(page.getByRole('slider', { name: 'Before and after' })).toBeVisible({ timeout: 90_000 });
  expect(await highestShare()).toBeGreaterThan(5);
  await expect(page.getByText(/\d+ × \d+ · \d/)).toBeVisible();
  const { name, bytes } = await studio.saved(() =>
    page.getByRole('button', { name: 'Save', exact: true }).click(),
  );
  expect(name).toBe('Amara left-iris.png');
  const picture = await sharp(bytes).metadata();
  expect(picture.width).toBeGreaterThan(800);
  expect(picture.width).toBe(picture.height);
});
