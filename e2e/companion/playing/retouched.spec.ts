/** What of a finished picture was retouched, on the phone, over the playing studio. */
import sharp from 'sharp';
import { boxOf } from '../../targets/window.ts';
import { expect, swipe, test } from '../phones.ts';
import { idOf } from './playing.ts';

const address = `/index.html?still&photos=done#/result/${idOf(0)}`;

test('is shown over the picture when asked, however closely that is looked at', async ({ page }) => {
  await page.goto(address);
  const show = page.getByRole('button', { name: 'Show what was retouched' });
  const layer = page.getByRole('img', { name: 'What was retouched' });
  await expect(show).toHaveAttribute('aria-pressed', 'false');
  await expect(layer).toBeHidden();
  await show.tap();
  await expect(show).toHaveAttribute('aria-pressed', 'true');
  await expect(layer).toBeVisible();

  const picture = page.getByRole('img', { name: 'After', exact: true });
  /** How far the layer's edges are from the picture's, in pixels. */
  const astray = async () => {
    const [over, under] = await Promise.all([boxOf(layer), boxOf(picture)]);
    const off = [over.x - under.x, over.y - under.y, over.width - under.width, over.height - under.height];
    return Math.max(...off.map(Math.abs));
  };
  await expect.poll(astray).toBeLessThan(1);
  const { width } = await boxOf(picture);
  await swipe(page, [
    { from: { x: 180, y: 420 }, to: { x: 90, y: 420 } },
    { from: { x: 220, y: 420 }, to: { x: 310, y: 420 } },
  ]);
  await expect.poll(async () => (await boxOf(picture)).width).toBeGreaterThan(width * 1.5);
  await expect.poll(astray).toBeLessThan(1);

  await show.tap();
  await expect(layer).toBeHidden();
});

test('is not offered where nothing was', async ({ page }) => {
  const nothing = { width: 200, height: 200, channels: 3, background: 'black' } as const;
  const mask = await sharp({ create: nothing }).toColourspace('b-w').png().toBuffer();
  await page.route('**/filled-mask-*.png', (route) =>
    route.fulfill({ body: mask, contentType: 'image/png' }),
  );
  const lookedFor = page.waitForEvent('worker').then((thread) => thread.waitForEvent('close'));
  await page.goto(address);
  await lookedFor;
  await expect(page.getByRole('img', { name: 'After', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Show what was retouched' })).toBeHidden();
});
