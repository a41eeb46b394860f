/** What a new user does, computed for real: from an empty library to a saved picture. */
import sharp from 'sharp';
import { writePhotograph } from '../targets/photographs.ts';
import { expect, test } from '../targets/test.ts';

test.use({ work: 'real' });

test('from an empty library to a saved picture of one’s own photo', async ({ studio, folder }) => {
  const { page } = studio;
  await expect(page.getByRole('heading', { name: 'Drop a photo of an eye here' })).toBeVisible();
  await studio.importPhotos([await writePhotograph(folder, 'Amara left.jpg')]);
  const card = page.getByRole('gridcell', { name: 'Amara left.jpg' });
  await expect(card.locator('img')).toBeVisible();
  await card.dblclick();
  await page.getByRole('button', { name: 'Process' }).click();
  const ring = page.getByRole('progressbar', { name: 'Amara left.jpg' });
  await expect(ring).toBeVisible();
  await expect.poll(async () => Number(await ring.getAttribute('aria-valuenow'))).toBeGreaterThan(5);
  await expect(page.getByRole('slider', { name: 'Before and after' })).toBeVisible({ timeout: 90_000 });
  await expect(page.getByText(/\d+ × \d+ · \d/)).toBeVisible();
  const { name, bytes } = await studio.saved(() =>
    page.getByRole('button', { name: 'Save', exact: true }).click(),
  );
  expect(name).toBe('Amara left-iris.png');
  const picture = await sharp(bytes).metadata();
  expect(picture.width).toBeGreaterThan(800);
  expect(picture.width).toBe(picture.height);
});
