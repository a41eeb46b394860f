/** From the shutter to the finished picture, over the playing studio with time running. */
import type { Page } from '@playwright/test';
import type { PlayingStudio } from '../../../src/renderer/companion/fake/playing-studio.ts';
import { expect, photograph, pick, setHidden, swipe, test } from '../phones.ts';
import { idOf, play } from './playing.ts';

const shutter = 'Take a photo';

/** Steps of a tenth of a second; the first one only begins. */
async function work(page: Page, milliseconds: number): Promise<void> {
  await page.evaluate((steps) => {
    const { studio } = (window as unknown as { playing: { studio: PlayingStudio } }).playing;
    for (let step = 0; step < steps; step++) studio.work(100);
  }, milliseconds / 100);
}

test('shoot, verdict, process, ring, result, compare by touch, save', async ({ page }) => {
  await page.goto('/index.html?still&look=asked&work=1000');
  await pick(page, shutter, [photograph(3)]);
  await expect(page.getByText('Looking at your photo…')).toBeVisible();
  await play(page, ({ studio }) => studio.judge());
  await expect(page.getByText('Sharp enough').first()).toBeVisible();
  // Nothing starts by itself.
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  await page.getByRole('button', { name: 'Process', exact: true }).click();
  await expect(page.getByText('Waiting for its turn')).toBeVisible();
  await work(page, 600);
  await expect(page.getByRole('progressbar').first()).toHaveAttribute('aria-valuenow', '50');
  await expect(page.getByText('Enhancing quality…').first()).toBeVisible();
  await work(page, 600);
  await expect(page.getByText('Touch it to compare and save.')).toBeVisible();
  await page.getByRole('button', { name: 'Open eye-3.jpg' }).click();

  const slider = page.getByRole('slider', { name: 'Before and after' });
  await expect(slider).toHaveAttribute('aria-valuenow', '50');
  await expect(page.getByText(/^1600 × 1600 · \d/)).toBeVisible();
  await swipe(page, [{ from: { x: 300, y: 300 }, to: { x: 100, y: 310 } }]);
  await expect.poll(async () => Number(await slider.getAttribute('aria-valuenow'))).toBeLessThan(30);

  const save = page.getByRole('button', { name: 'Save', exact: true });
  await expect(save).toBeEnabled();
  const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
  expect(download.suggestedFilename()).toBe('Iris.png');
  await expect(page.getByRole('button', { name: 'Saved' })).toBeVisible();
});

test('two fingers zoom, one moves, a double tap shows all again', async ({ page }) => {
  await page.goto(`/index.html?still&photos=done#/result/${idOf(0)}`);
  await page.getByRole('slider').waitFor();
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeEnabled();
  const layer = page.locator('[class*=layer]').last();
  const width = async () => (await layer.boundingBox())?.width ?? 0;
  const whole = await width();
  await swipe(page, [
    { from: { x: 180, y: 400 }, to: { x: 90, y: 400 } },
    { from: { x: 230, y: 400 }, to: { x: 330, y: 400 } },
  ]);
  await expect.poll(width).toBeGreaterThan(whole * 1.8);
  const before = await layer.boundingBox();
  await swipe(page, [{ from: { x: 60, y: 300 }, to: { x: 110, y: 340 } }]);
  const moved = async () => {
    const after = await layer.boundingBox();
    return Math.hypot((after?.x ?? 0) - (before?.x ?? 0), (after?.y ?? 0) - (before?.y ?? 0));
  };
  await expect.poll(moved).toBeGreaterThan(30);
  await page.getByRole('button', { name: 'Show all of it' }).click();
  await expect.poll(async () => Math.abs((await width()) - whole)).toBeLessThan(0.5);
});

test('a failure leads straight back into the camera', async ({ page }) => {
  await page.goto('/index.html?work=600&look=100');
  await pick(page, shutter, [photograph(5)]);
  await play(page, ({ studio }) => {
    studio.failNextWith = 'photoBlurred';
  });
  await page.getByRole('button', { name: 'Process', exact: true }).click();
  await expect(page.getByText('The iris is out of focus.').first()).toBeVisible();
  await pick(page, 'Capture again', [photograph(6)]);
  await expect(page.getByText('Sharp enough').first()).toBeVisible();
  await expect(page.getByRole('list', { name: 'Today’s captures' }).getByRole('button')).toHaveCount(2);
});

test('the studio’s doubt comes in words, before anything was processed', async ({ page }) => {
  await page.goto('/index.html?look=100');
  await play(page, ({ studio }) => {
    studio.nextVerdict = { decision: 'reject', score: 0.2, reasons: ['reflectionsCoverIris'] };
  });
  await pick(page, shutter, [photograph(2)]);
  await expect(page.getByText('Reflections cover too much of the iris.').first()).toBeVisible();
  await expect(page.getByText('Turn away from the window')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Process anyway' })).toBeVisible();
});

test('several from the library, all processed with one tap; the same photo twice is one', async ({
  page,
}) => {
  await page.goto('/index.html?work=300&look=50');
  await pick(page, 'Library', [photograph(1), photograph(4), photograph(4), photograph(7)]);
  const strip = page.getByRole('list', { name: 'Today’s captures' });
  await expect(strip.getByRole('button')).toHaveCount(3);
  await page.getByRole('button', { name: 'Process all 3' }).click();
  await page.getByRole('button', { name: /^Today/ }).click();
  await expect
    .poll(() =>
      play(
        page,
        ({ studio }) => [...studio.captures.values()].filter(({ state }) => state === 'done').length,
      ),
    )
    .toBe(3);
  await page.getByRole('button', { name: 'eye-4.jpg' }).click();
  await expect(page.getByRole('slider')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('button', { name: 'eye-4.jpg' })).toBeVisible();
});

test('tells what ended: a banner that leads there, and a number in the title for who comes back', async ({
  page,
}) => {
  await page.goto('/index.html?still&work=100&photos=new,done');
  await page.getByRole('button', { name: 'IMG_2041.heic' }).click();
  await page.getByRole('button', { name: 'Process', exact: true }).click();
  await page.getByRole('button', { name: 'IMG_2044.heic' }).click();
  await setHidden(page, true);
  await work(page, 300);
  await expect(page).toHaveTitle('(1) IrisVue');
  await setHidden(page, false);
  await expect(page).toHaveTitle('IrisVue');
  const news = page.getByRole('region', { name: 'News' });
  await expect(news).toContainText('Your iris is ready');
  await news.getByRole('button').first().click();
  await expect(page.getByRole('slider')).toBeVisible();
  await expect(news).toBeHidden();
});

test('the banner goes where its result is opened by another way', async ({ page }) => {
  await page.goto('/index.html?still&work=100&photos=new,done');
  await page.getByRole('button', { name: 'IMG_2041.heic' }).click();
  await page.getByRole('button', { name: 'Process', exact: true }).click();
  await page.getByRole('button', { name: 'IMG_2044.heic' }).click();
  await work(page, 300);
  const news = page.getByRole('region', { name: 'News' });
  await expect(news).toContainText('Your iris is ready');
  await page.getByRole('button', { name: 'IMG_2041.heic' }).click();
  await expect(news).toBeVisible();
  await page.getByRole('button', { name: 'Open IMG_2041.heic' }).click();
  await expect(page.getByRole('slider')).toBeVisible();
  expect(await news.count()).toBe(0);
});

test('a finger on the picture goes through the captures', async ({ page }) => {
  await page.goto('/index.html?still&photos=done,new,done');
  const strip = page.getByRole('list', { name: 'Today’s captures' });
  await expect(strip.locator('[aria-current=true]')).toHaveAttribute('aria-label', 'IMG_2047.heic');
  await page.mouse.move(120, 300);
  await page.mouse.down();
  await page.mouse.move(280, 305, { steps: 4 });
  await page.mouse.up();
  await expect(strip.locator('[aria-current=true]')).toHaveAttribute('aria-label', 'IMG_2044.heic');
});
