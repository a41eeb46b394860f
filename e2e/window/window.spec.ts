/** What only a library of thousands shows; what a hand does in the window is in e2e/studio, over the whole studio. */
import { expect, test } from '@playwright/test';

test('keeps the document small in a library of 20,000', async ({ page }) => {
  await page.setViewportSize({ width: 2560, height: 1440 });
  await page.goto('/index.html?photos=20000&still');
  const cards = page.getByRole('gridcell');
  const scroller = page.getByRole('grid').locator('..');
  for (const top of [0, 40_000, 200_000, 900_000]) {
    await scroller.evaluate((element, to) => element.scrollTo(0, to), top);
    // Its cards are read, and nothing is a mere place any more.
    await expect(cards.and(page.locator('[aria-busy]'))).toHaveCount(0);
    await expect(cards.first()).toHaveAccessibleName(/left|right/);
    expect(await cards.count()).toBeLessThanOrEqual(300);
  }
  await page.keyboard.press('Control+f');
  await page.keyboard.type('nobody');
  await expect(page.getByText('Nothing here is called')).toBeVisible();
});
