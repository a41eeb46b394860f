/**
 * The README's pictures: the browser host over the samples and some drawn eyes, computed for real. Written to
 * test-results/screens and copied to docs/pictures by hand, from a machine that has nothing else to do: the times
 * under the pictures are true. `npm run e2e -- --grep @pictures` draws the eyes first.
 */
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import sharp from 'sharp';
import { browserHostTarget } from '../targets/browser-host.ts';
import { button, card, cards, divider, filter } from '../targets/window.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const samples = at('../../samples/');
const drawn = at('../../.cache/studio-media-1200/');
const screens = at('../../test-results/screens/');

/** Nothing that is only there for a moment: no message, no word of what was just added. */
async function calm(page: Page): Promise<void> {
  const closing = page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Close' });
  while ((await closing.count()) > 0)
    await closing
      .first()
      .click({ timeout: 2000 })
      .catch(() => {});
  await expect(page.getByRole('region', { name: 'Import' })).toBeHidden();
  await page.mouse.move(10, 500);
}

async function photograph(page: Page, name: string): Promise<void> {
  await calm(page);
  const picture = await page.screenshot({ animations: 'disabled' });
  await mkdir(screens, { recursive: true });
  await sharp(picture)
    .resize(2160)
    .webp({ quality: 80, effort: 6, smartSubsample: true })
    .toFile(join(screens, `readme-${name}.webp`));
}

async function whole(page: Page): Promise<void> {
  for (const name of ['Before', 'After'])
    await page.getByRole('img', { name, exact: true }).evaluate((image: HTMLImageElement) => image.decode());
  // Both are in sight before the small ones that stood in for them are gone.
  await expect(page.getByRole('img', { name: 'After', exact: true })).toBeVisible();
}

test('the pictures of the README', { tag: '@pictures' }, async ({ browser }) => {
  test.setTimeout(60 * 60_000);
  const folder = await mkdtemp(join(tmpdir(), 'irisvue-pictures-'));
  const context = { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 2 };
  const studio = await browserHostTarget.launch({ browser, work: 'real', dataDirectory: folder, context });
  const { page } = studio;
  const eyes = (await readdir(drawn)).filter((name) => name.startsWith('photo-')).sort();
  const finished = (await readdir(samples)).filter((name) => name.endsWith('.jpg'));
  await page.emulateMedia({ colorScheme: 'dark' });
  await studio.importPhotos([
    ...finished.map((name) => join(samples, name)),
    ...eyes.slice(0, 9).map((name) => join(drawn, name)),
  ]);
  await page.getByRole('button', { name: /^Process 12 new/ }).click({ timeout: 60_000 });
  await expect(filter(page, 'Working')).toBeVisible({ timeout: 60_000 });
  await expect(filter(page, 'Working')).toBeHidden({ timeout: 50 * 60_000 });

  await studio.importPhotos(eyes.slice(9, 15).map((name) => join(drawn, name)));
  await page.getByRole('button', { name: /^Process 6 new/ }).click({ timeout: 60_000 });
  const ring = cards(page).getByRole('progressbar').first();
  await expect
    .poll(async () => Number(await ring.getAttribute('aria-valuenow')), { timeout: 120_000 })
    .toBeGreaterThan(45);
  await page
    .getByRole('grid')
    .locator('..')
    .evaluate((scroller) => scroller.scrollTo(0, 0));
  await photograph(page, 'library');

  await card(page, 'photo-1.jpg').dblclick();
  await expect(divider(page)).toBeVisible();
  await whole(page);
  await photograph(page, 'result');
  await button(page, 'Back to the library').click();
  await page.emulateMedia({ colorScheme: 'light' });
  await card(page, 'green-eye-with-ring-light.jpg').dblclick();
  await page.keyboard.press('s');
  await whole(page);
  await photograph(page, 'side-by-side');
  await studio.close();
  await rm(folder, { recursive: true, force: true });
});
