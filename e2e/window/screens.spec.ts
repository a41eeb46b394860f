/**
 * Every view at three sizes, dark and light: pictures to be looked at, in test-results/screens, made by
 * `npm run e2e -- --grep @pictures`. In each, axe must find nothing serious and the page's policy must not have been
 * broken.
 */
import { expect, test } from '@playwright/test';
import { complaintsOf } from '../axe.ts';
import { libraryViews } from './views/library.ts';
import { phoneViews } from './views/phones.ts';
import { photoViews } from './views/photo.ts';
import { settingsViews } from './views/settings.ts';

const views = { ...libraryViews, ...photoViews, ...phoneViews, ...settingsViews };
const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
  { width: 2560, height: 1440 },
] as const;

/**
 * Resolves when every picture is drawn and nothing is on its way any more; what moves without end is left out. Runs in
 * the page.
 */
async function stillness(): Promise<void> {
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const ending = document.getAnimations().filter(({ effect }) => {
    return effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY;
  });
  await Promise.all(ending.map(({ finished }) => finished.catch(() => {})));
}

for (const [name, show] of Object.entries(views)) {
  test(name, { tag: '@pictures' }, async ({ page }) => {
    // Six large pictures take a busy machine a while.
    test.setTimeout(300_000);
    const broken: string[] = [];
    page.on('console', (message) => message.type() === 'error' && broken.push(message.text()));
    page.on('pageerror', (error) => broken.push(error.message));
    await page.setViewportSize(sizes[0]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await show(page);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
      for (const size of sizes) {
        await page.setViewportSize(size);
        await page.locator('[role=gridcell][aria-busy]').first().waitFor({ state: 'detached' });
        await page.evaluate(stillness);
        const path = `test-results/screens/${name}-${size.width}-${colorScheme}.png`;
        await page.screenshot({ path, animations: 'disabled' });
        // Its words and colours are the same at every size, and the smallest window holds the fewest cards.
        if (size === sizes[0]) expect(await complaintsOf(page, { seriousOnly: true })).toEqual([]);
      }
    }
    expect(broken).toEqual([]);
  });
}
