/** What the window does with a hand, a key and a finger, over the fake studio with time running. */
import { expect, type Page, test } from '@playwright/test';

const id = (index: number) => (index + 1).toString(16).padStart(64, '0');
const cards = (page: Page) => page.getByRole('gridcell');
const divider = (page: Page) => page.getByRole('slider', { name: 'Before and after' });

async function library(page: Page, query = ''): Promise<void> {
  await page.goto(`/index.html?${query}`);
  await cards(page).first().getByRole('button').first().waitFor({ state: 'attached' });
}

test('a first photo: sample, process, ring, result', async ({ page }) => {
  await page.goto('/index.html?photos=0&work=6000');
  await page.getByRole('button', { name: 'Try the sample' }).click();
  await page.getByRole('button', { name: 'Process' }).click();
  await expect(page.getByRole('progressbar').filter({ visible: true }).first()).toBeVisible();
  await expect(page.getByText('Enhancing quality…', { exact: true }).filter({ visible: true })).toBeVisible();
  await expect(divider(page)).toBeVisible();
  await expect(page.getByText(/1600 × 1600 · \d/)).toBeVisible();
});

test('selects by click, Shift, Ctrl and keyboard, and processes a selection', async ({ page }) => {
  await library(page, 'work=800');
  await cards(page).nth(0).click();
  await cards(page)
    .nth(3)
    .click({ modifiers: ['Shift'] });
  await cards(page)
    .nth(5)
    .click({ modifiers: ['ControlOrMeta'] });
  await expect(page.getByText('5 selected')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('5 selected')).toBeHidden();
  await cards(page).nth(0).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.getByText('3 selected')).toBeVisible();
  await page
    .getByRole('toolbar', { name: 'Selected photos' })
    .getByRole('button', { name: 'Process' })
    .click();
  await expect(page.getByRole('button', { name: /^Working/ })).toBeVisible();
  await expect(page.getByText('3 pictures are ready')).toBeVisible();
});

test('comes back exactly to where it was', async ({ page }) => {
  await library(page);
  const scroller = page.getByRole('grid').locator('..');
  await scroller.evaluate((element) => element.scrollTo(0, 1500));
  await page.waitForTimeout(300);
  const name = await page.evaluate(
    () => document.elementFromPoint(600, 400)?.closest('[role=gridcell]')?.getAttribute('aria-label') ?? '',
  );
  await page.mouse.dblclick(600, 400);
  await expect(page.getByRole('heading', { name })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'Library' })).toBeVisible();
  expect(await scroller.evaluate((element) => element.scrollTop)).toBe(1500);
});

test('moves the divider by mouse, keys and double click, and shows before while Space is held', async ({
  page,
}) => {
  await page.goto(`/index.html?still#/photo/${id(9)}`);
  const slider = divider(page);
  await expect(slider).toHaveAttribute('aria-valuenow', '50');
  await page.keyboard.press('ArrowLeft');
  await expect(slider).toHaveAttribute('aria-valuenow', '48');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuenow', '58');
  const box = await slider.boundingBox();
  if (box === null) throw new Error('no divider');
  await page.mouse.move(box.x + box.width / 2, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 - 200, box.y + 40, { steps: 5 });
  await page.mouse.up();
  expect(Number(await slider.getAttribute('aria-valuenow'))).toBeLessThan(35);
  await slider.dblclick();
  await expect(slider).toHaveAttribute('aria-valuenow', '50');
  await page.keyboard.down(' ');
  await expect(slider).toBeHidden();
  await page.keyboard.up(' ');
  await expect(slider).toBeVisible();
});

test('zooms both sides together about the pointer, down to pixels', async ({ page }) => {
  await page.goto(`/index.html?still#/photo/${id(9)}`);
  await divider(page).waitFor();
  await page.keyboard.press('s');
  const layers = page.locator('[class*=layer]');
  await expect(layers).toHaveCount(2);
  await page.mouse.move(400, 400);
  for (let turn = 0; turn < 4; turn++) await page.mouse.wheel(0, -240);
  const widths = await layers.evaluateAll((elements) =>
    elements.map((each) => each.getBoundingClientRect().width),
  );
  expect(widths[0]).toBeGreaterThan(900);
  expect(widths[0]).toBeCloseTo(widths[1] ?? 0, 3);
  await page.keyboard.press('1');
  await expect(page.getByText('100%')).toBeVisible();
  expect(
    await layers
      .first()
      .locator('img')
      .last()
      .evaluate((image) => getComputedStyle(image).imageRendering),
  ).toBe('pixelated');
  await page.keyboard.press('0');
  await expect(page.getByRole('button', { name: 'Fit' })).toHaveAttribute('aria-pressed', 'true');
});

test('pauses, resumes, reorders by keyboard and cancels', async ({ page }) => {
  await library(page, 'stage=5&work=60000');
  await page.keyboard.press('q');
  const queue = page.getByRole('complementary', { name: 'Queue' });
  const rows = queue.getByRole('listitem');
  await expect(rows).toHaveCount(5);
  await queue.getByRole('button', { name: 'Pause' }).click();
  await expect(queue.getByText('Paused').first()).toBeVisible();
  const last = await rows.nth(4).locator('p').first().textContent();
  await rows.nth(4).getByRole('button', { name: /^Move/ }).focus();
  await page.keyboard.press('ArrowUp');
  await expect(rows.nth(3).locator('p').first()).toHaveText(last ?? '');
  await queue.getByRole('button', { name: 'Resume' }).click();
  await queue.getByRole('button', { name: 'Cancel all' }).click();
  await expect(queue.getByText('Nothing is waiting')).toBeVisible();
});

test('reorders by dragging', async ({ page }) => {
  await library(page, 'stage=6&work=60000');
  await page.keyboard.press('q');
  const rows = page.getByRole('complementary', { name: 'Queue' }).getByRole('listitem');
  const moved = await rows.nth(5).locator('p').first().textContent();
  const grip = await rows.nth(5).getByRole('button', { name: /^Move/ }).boundingBox();
  const target = await rows.nth(1).boundingBox();
  if (grip === null || target === null) throw new Error('no rows');
  await page.mouse.move(grip.x + 8, grip.y + 8);
  await page.mouse.down();
  await page.mouse.move(grip.x + 8, target.y + 6, { steps: 8 });
  await page.mouse.up();
  await expect(rows.nth(1).locator('p').first()).toHaveText(moved ?? '');
});

test('corrects the outline by hand and by keys, and processes from there', async ({ page }) => {
  await page.goto(`/index.html?work=1200#/photo/${id(9)}/outline`);
  const stage = page.getByRole('application');
  const before = await stage.getAttribute('aria-label');
  await stage.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('+');
  await expect(stage).not.toHaveAttribute('aria-label', before ?? '');
  const handle = page.locator('[data-handle=east] circle').last();
  const box = await handle.boundingBox();
  if (box === null) throw new Error('no handle');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 - 60, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  const narrowed = await stage.getAttribute('aria-label');
  expect(narrowed).not.toBe(before);
  await page.getByRole('button', { name: 'Process with this outline' }).click();
  await expect(page.getByRole('button', { name: /own outline/i })).toBeVisible();
});

test('keeps versions and compares them', async ({ page }) => {
  await page.goto(`/index.html?work=900#/photo/${id(9)}`);
  await page.getByRole('button', { name: 'Reprocess' }).click();
  await page.getByRole('switch', { name: 'Remove reflections' }).click();
  await page.getByRole('button', { name: 'Process again' }).click();
  const newest = page.getByRole('button', { name: /reflections kept/i });
  await expect(newest).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: 'Compare versions' }).click();
  await expect(page.getByRole('button', { name: 'Before' })).toBeHidden();
});

test('says what could not be imported, and why, without a modal', async ({ page }) => {
  await library(page);
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    for (const name of ['new eye.jpg', 'invoice.pdf']) transfer.items.add(new File(['x'], name));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true }));
  });
  await expect(page.getByText('1 photo added · 1 could not be read')).toBeVisible();
  await expect(page.getByText(/This file is not a photo/)).toBeVisible();
  await expect(cards(page).first()).toHaveAttribute('aria-label', 'new eye.jpg');
});

test('keeps the document small in a library of 20,000', async ({ page }) => {
  await page.setViewportSize({ width: 2560, height: 1440 });
  await library(page, 'photos=20000&still');
  const scroller = page.getByRole('grid').locator('..');
  for (const top of [0, 40_000, 200_000, 900_000]) {
    await scroller.evaluate((element, to) => element.scrollTo(0, to), top);
    await page.waitForTimeout(400);
    expect(await cards(page).count()).toBeLessThanOrEqual(300);
  }
  await page.keyboard.press('Control+f');
  await page.keyboard.type('nobody');
  await expect(page.getByText('Nothing here is called')).toBeVisible();
});

test.describe('with a finger', () => {
  test.use({ hasTouch: true });
  test('long press selects, a tap then adds', async ({ page }) => {
    await library(page);
    const box = await cards(page).nth(1).boundingBox();
    if (box === null) throw new Error('no card');
    const session = await page.context().newCDPSession(page);
    const at = [{ x: box.x + 40, y: box.y + 80 }];
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at });
    await page.waitForTimeout(600);
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await expect(page.getByText('1 selected')).toBeVisible();
    await cards(page).nth(3).tap();
    await expect(page.getByText('2 selected')).toBeVisible();
  });
});
