/** Every view in dark and light: axe must find nothing serious in any of them. */
import { complaintsOf } from '../axe.ts';
import { expect, test } from '../targets/test.ts';
import { button, card, cards, divider, filter, importPlays, queue, selectionBar } from '../targets/window.ts';

for (const colorScheme of ['dark', 'light'] as const) {
  test.describe(colorScheme, () => {
    test.use({ look: { colorScheme, reducedMotion: 'reduce' } });

    test('every view is accessible', async ({ studio, folder }) => {
      test.slow();
      const { page } = studio;
      const look = (name: string, show: () => Promise<void>) =>
        test.step(name, async () => {
          await show();
          // The other theme's run looks at all the rest.
          const coloursOnly = colorScheme === 'light';
          expect(await complaintsOf(page, { coloursOnly, seriousOnly: true })).toEqual([]);
        });

      await look('first run', async () => {
        await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
        await expect(page.getByRole('heading', { name: 'Drop a photo of an eye here' })).toBeVisible();
      });
      await importPlays(studio, folder, [
        { name: 'done.jpg', milliseconds: 20 },
        { name: 'review.jpg', milliseconds: 20, doubtful: true },
        { name: 'failed.jpg', milliseconds: 20, failure: 'irisTooSmall' },
        { name: 'working.jpg', milliseconds: 600_000 },
        { name: 'waiting.jpg', milliseconds: 600_000 },
        { name: 'new.jpg', milliseconds: 600_000 },
      ]);
      for (const name of ['done', 'review', 'failed', 'working', 'waiting'])
        await card(page, `${name}.jpg`).click({ modifiers: ['ControlOrMeta'] });
      await look('selection', async () => {
        await expect(selectionBar(page).getByText('5 selected')).toBeVisible();
      });
      await button(selectionBar(page), 'Process').click();
      await look('library', async () => {
        await expect(cards(page).getByRole('progressbar')).toBeVisible();
        await expect(filter(page, 'Review')).toBeVisible();
      });
      await look('queue', async () => {
        await page.keyboard.press('q');
        await expect(queue(page).getByText('2 photos to go')).toBeVisible();
      });
      await page.keyboard.press('q');
      const open = async (name: string) => {
        await button(page, 'Library').click();
        await card(page, `${name}.jpg`).dblclick({ position: { x: 100, y: 40 } });
        await expect(page.getByRole('heading', { name: `${name}.jpg` })).toBeVisible();
      };
      await look('result', async () => {
        await open('done');
        await expect(divider(page)).toBeVisible();
      });
      await look('side by side, with details', async () => {
        await page.keyboard.press('s');
        await page.keyboard.press('i');
        await expect(page.getByRole('complementary', { name: 'Details' })).toBeVisible();
      });
      await page.keyboard.press('i');
      await look('reprocess', async () => {
        await button(page, 'Reprocess').click();
        await expect(page.getByRole('dialog', { name: /^Reprocess/ })).toBeVisible();
      });
      await page.keyboard.press('Escape');
      await look('save as', async () => {
        await button(page, 'Save as').click();
        await expect(page.getByRole('dialog', { name: 'Save as' })).toBeVisible();
      });
      await page.keyboard.press('Escape');
      await look('worth a look', async () => {
        await open('review');
        await expect(page.getByRole('region', { name: 'Worth a look' })).toBeVisible();
      });
      await look('failure', async () => {
        await open('failed');
        await expect(page.getByRole('alert')).toBeVisible();
      });
      await look('capture again', async () => {
        await button(page.getByRole('alert'), 'Capture again').click();
        await expect(page.getByRole('dialog')).toBeVisible();
      });
      await button(page.getByRole('dialog'), 'Close').click();
      await look('outline', async () => {
        await button(page, 'More').click();
        await page.getByRole('menuitem', { name: 'Correct the outline' }).click();
        await expect(page.getByRole('application')).toBeVisible();
      });
      await look('in work', () => open('working'));
      await look('new', async () => {
        await open('new');
        await expect(button(page, 'Process')).toBeVisible();
      });
      await look('deletion', async () => {
        await page.keyboard.press('Delete');
        await expect(page.getByRole('dialog')).toBeVisible();
      });
      await button(page.getByRole('dialog'), 'Keep').click();
      await look('phones', () => button(page, 'Phones').click());
      await button(page, 'Settings').click();
      const settings = page.getByRole('navigation', { name: 'Settings' });
      for (const name of await settings.getByRole('button').allTextContents())
        await look(`settings: ${name}`, async () => {
          await button(settings, name).click();
          await expect(page.getByRole('heading', { level: 2, name })).toBeVisible();
        });
    });
  });
}

test.describe('a chosen appearance', () => {
  test.use({ look: { colorScheme: 'dark' }, mayLoseStudio: true });
  test('holds against the system’s, and over a restart', async ({ studio }) => {
    const theme = () => studio.page.locator('html');
    await expect(theme()).toHaveAttribute('data-theme', 'dark');
    await button(studio.page, 'Settings').click();
    await studio.page.getByRole('radio', { name: 'Light' }).click();
    await expect(theme()).toHaveAttribute('data-theme', 'light');
    // The window changes before the host has heard of it; what the host answers after is proof that it has.
    const settings = studio.page.getByRole('navigation', { name: 'Settings' });
    await button(settings, 'Storage').click();
    await expect(studio.page.getByText(/free on this disk/)).toBeVisible();
    await studio.kill();
    await studio.restart();
    await expect(theme()).toHaveAttribute('data-theme', 'light');
  });
});
