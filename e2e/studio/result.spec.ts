/** A finished picture: compared, looked at closely, saved, made again, corrected. */
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { expect, test as studioTest } from '../targets/test.ts';
import { boxOf, button, card, divider, finger, importPlays, openFinished } from '../targets/window.ts';

/** `finished` is the window with a finished picture open in its view. */
const test = studioTest.extend<{ finished: Page }>({
  finished: async ({ studio, folder }, use) => {
    await openFinished(studio, folder);
    await use(studio.page);
  },
});

const position = async (page: Page) => Number(await divider(page).getAttribute('aria-valuenow'));

test('compares by divider and keys, and zooms both sides together down to single pixels', async ({
  finished: page,
}) => {
  await expect(page.getByText(/^640 × 640 · \d/)).toBeVisible();
  await expect(divider(page)).toHaveAttribute('aria-valuenow', '50');
  await page.keyboard.press('ArrowLeft');
  await expect(divider(page)).toHaveAttribute('aria-valuenow', '48');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(divider(page)).toHaveAttribute('aria-valuenow', '58');

  const { middle } = await boxOf(divider(page));
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  await page.mouse.move(middle.x - 150, middle.y, { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => position(page)).toBeLessThan(40);
  await divider(page).dblclick();
  await expect(divider(page)).toHaveAttribute('aria-valuenow', '50');

  await page.keyboard.down(' ');
  await expect(divider(page)).toBeHidden();
  await expect(page.getByRole('button', { name: 'Before', exact: true })).toBeVisible();
  await page.keyboard.up(' ');
  await expect(divider(page)).toBeVisible();

  await page.keyboard.press('s');
  const sides = page.getByRole('img', { name: /^(Before|After)$/ });
  await expect(sides).toHaveCount(2);
  const widths = () =>
    sides.evaluateAll((all) => all.map((each) => Math.round(each.getBoundingClientRect().width)));
  await expect.poll(async () => (await widths())[0]).toBeGreaterThan(0);
  const [fitted = 0] = await widths();
  await page.mouse.move(400, 400);
  for (let turn = 0; turn < 4; turn++) await page.mouse.wheel(0, -240);
  await expect.poll(async () => (await widths())[0]).toBeGreaterThan(fitted * 1.5);
  await expect.poll(async () => new Set(await widths()).size).toBe(1);
  await page.keyboard.press('1');
  await expect(page.getByText('100%', { exact: true })).toBeVisible();
  await expect(sides.first()).toHaveCSS('image-rendering', 'pixelated');
  await page.keyboard.press('0');
  await expect(page.getByRole('button', { name: 'Fit' })).toHaveAttribute('aria-pressed', 'true');
});

test.describe('with fingers', () => {
  test.use({ look: { hasTouch: true } });
  test('one moves the divider, two zoom', async ({ finished: page }) => {
    const { middle } = await boxOf(divider(page));
    const touch = await finger(page);
    await touch.press(middle);
    await touch.move({ x: middle.x + 80, y: middle.y });
    await touch.move({ x: middle.x + 160, y: middle.y });
    await touch.lift();
    await expect.poll(() => position(page)).toBeGreaterThan(60);
    const at = (by: number) => [
      { x: middle.x - by, y: middle.y + 60 },
      { x: middle.x + by + 20, y: middle.y + 60 },
    ];
    await touch.press(...at(40));
    for (const by of [70, 110, 150]) await touch.move(...at(by));
    await touch.lift();
    await expect(page.getByRole('button', { name: 'Fit' })).toHaveAttribute('aria-pressed', 'false');
  });
});

test('copies, and saves as it is, then in another format and size, which it remembers', async ({
  studio,
  finished: page,
}) => {
  await button(page, 'Copy').click();
  await expect(page.getByText('Copied')).toBeVisible();
  expect(await studio.clipboardPicture()).toEqual({ width: 640, height: 640 });

  const plain = await studio.saved(() => button(page, 'Save').click());
  expect(plain.name).toBe('Mei left-iris.png');
  expect(await sharp(plain.bytes).metadata()).toMatchObject({ format: 'png', width: 640 });

  await button(page, 'Save as').click();
  const options = page.getByRole('dialog', { name: 'Save as' });
  await options.getByRole('radio', { name: 'JPEG' }).click();
  await options.getByRole('radio', { name: '512' }).click();
  await options.getByRole('textbox', { name: 'File name' }).fill('{name} {number}');
  const smaller = await studio.saved(() => button(options, 'Save').click());
  expect(smaller.name).toBe('Mei left 001.jpg');
  expect(await sharp(smaller.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 512 });

  const again = await studio.saved(() => page.keyboard.press('ControlOrMeta+s'));
  expect(again.name).toBe('Mei left 001.jpg');
});

test('makes it again with other options, keeps the versions, compares and deletes them', async ({
  finished: page,
}) => {
  await button(page, 'Reprocess').click();
  await page.getByRole('switch', { name: 'Remove reflections' }).click();
  await page.getByRole('radiogroup', { name: 'Format' }).getByRole('radio', { name: 'TIFF' }).click();
  await button(page, 'Process again').click();
  const newest = page.getByRole('button', { name: /reflections kept/i });
  await expect(newest).toHaveAttribute('aria-pressed', 'true');
  // A browser cannot show a TIFF; the window shows it all the same.
  const after = page.getByRole('img', { name: 'After' });
  await expect.poll(() => after.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(640);
  await button(page, 'Compare versions').click();
  await expect(page.getByRole('button', { name: 'Before', exact: true })).toBeHidden();
  await button(page, 'Compare with the photo').click();

  await button(page, 'More').click();
  await page.getByRole('menuitem', { name: /^Delete this version/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete version' }).click();
  await expect(page.getByRole('group', { name: 'Versions' })).toBeHidden();
  await expect(page.getByText(/^640 × 640/)).toBeVisible();
});

test('shows what was retouched where it was, when asked, and offers nothing where nothing was', async ({
  finished: page,
}) => {
  const show = button(page, 'Show what was retouched');
  const layer = page.getByRole('img', { name: 'What was retouched' });
  await expect(show).toHaveAttribute('aria-pressed', 'false');
  await expect(layer).toBeHidden();
  await page.keyboard.press('r');
  await expect(show).toHaveAttribute('aria-pressed', 'true');

  /** How far it is, in shares of the picture's edge, from where the light was that the played work filled. */
  const astray = async () => {
    const picture = await boxOf(page.getByRole('img', { name: 'After', exact: true }));
    const area = await boxOf(layer.locator('path').last());
    const [x, y] = [area.middle.x - picture.x, area.middle.y - picture.y];
    const off = [x / 0.35, y / 0.5, area.width / 0.1, area.height / 0.2].map((edge) => edge - picture.width);
    return Math.max(...off.map(Math.abs)) / picture.width;
  };
  await expect.poll(astray).toBeLessThan(0.1);
  await page.keyboard.press('1');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(page.getByText('100%', { exact: true })).toBeVisible();
  await expect.poll(astray).toBeLessThan(0.1);
  await page.keyboard.press('s');
  await expect(layer).toHaveCount(1);
  await expect.poll(astray).toBeLessThan(0.1);
  await page.keyboard.press('s');
  await page.keyboard.press('0');
  await show.click();
  await expect(layer).toBeHidden();

  await show.click();
  await expect(layer).toBeVisible();
  await button(page, 'Reprocess').click();
  await page.getByRole('switch', { name: 'Remove reflections' }).click();
  await button(page, 'Process again').click();
  await expect(page.getByRole('button', { name: /reflections kept/i })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect(show).toBeHidden();
  await expect(layer).toBeHidden();
  await page.getByRole('button', { name: /^Version of .* Standard$/ }).click();
  await expect(show).toHaveAttribute('aria-pressed', 'false');
  // Not only until it was looked for.
  const lookedFor = page.waitForEvent('worker').then((thread) => thread.waitForEvent('close'));
  await page.getByRole('button', { name: /reflections kept/i }).click();
  await lookedFor;
  await expect(show).toBeHidden();
});

test('reads and follows what was retouched beside the page’s own thread', async ({ studio, folder }) => {
  const { page } = studio;
  await page.evaluate(() => {
    const { prototype } = OffscreenCanvasRenderingContext2D;
    prototype.getImageData = () => {
      throw new Error('pixels are not read here');
    };
  });
  const thread = page.waitForEvent('worker');
  await openFinished(studio, folder);
  expect((await thread).url()).toContain('trace-worker');
  // Known before anybody asks, so that the button tells the truth and the first look is prompt.
  await expect(button(page, 'Show what was retouched')).toBeVisible();
  // Once it has told what it found, it is gone.
  await expect.poll(() => page.workers()).toEqual([]);
  await page.keyboard.press('r');
  await expect(page.getByRole('img', { name: 'What was retouched' })).toBeVisible();
  expect(page.workers()).toEqual([]);
});

test('settles a doubtful picture by a look', async ({ studio, folder }) => {
  const { page } = studio;
  await openFinished(studio, folder, { name: 'Ines.jpg', milliseconds: 50, doubtful: true });
  const doubt = page.getByRole('region', { name: 'Worth a look' });
  await expect(doubt.getByText('The iris is a little soft.')).toBeVisible();
  await button(doubt, 'Looks good').click();
  await expect(doubt).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /^Done/ })).toHaveText('Done1');
  await expect(page.getByRole('button', { name: /^Review/ })).toBeHidden();
});

test('corrects the outline by keys and by hand, and processes from there', async ({ studio, folder }) => {
  const { page } = studio;
  await importPlays(studio, folder, [
    { name: 'Kofi.jpg', milliseconds: 50, failure: 'irisNotFound', failsOn: 'first' },
  ]);
  await card(page, 'Kofi.jpg').dblclick();
  await button(page, 'Process').click();
  await button(page.getByRole('alert'), 'Draw the outline').click();
  const stage = page.getByRole('application');
  const first = (await stage.getAttribute('aria-label')) ?? '';
  await stage.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('+');
  await expect(stage).not.toHaveAttribute('aria-label', first);
  const moved = (await stage.getAttribute('aria-label')) ?? '';
  const { middle } = await boxOf(page.locator('[data-handle=east] circle').last());
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  await page.mouse.move(middle.x - 60, middle.y, { steps: 4 });
  await page.mouse.up();
  await expect(stage).not.toHaveAttribute('aria-label', moved);
  await button(page, 'Process with this outline').click();
  await expect(divider(page)).toBeVisible();
  await page.keyboard.press('i');
  await expect(page.getByRole('complementary', { name: 'Details' }).getByText('Own outline')).toBeVisible();
});
