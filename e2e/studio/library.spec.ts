/** The library: bringing photos in, choosing among them, processing many, and coming back. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writePlays } from '../targets/photographs.ts';
import { gateIn } from '../targets/play.ts';
import { expect, test } from '../targets/test.ts';
import {
  boxOf,
  button,
  card,
  cards,
  divider,
  drop,
  filter,
  finger,
  importPlays,
  selectionBar,
} from '../targets/window.ts';

const names = ['Amara', 'Jonas', 'Mei', 'Lucia', 'Tomasz', 'Ines'].map((name) => `${name}.jpg`);

test('takes photos by dialog, drop and paste, and says what it could not take, and why', async ({
  studio,
  folder,
}) => {
  const { page } = studio;
  const [first, second, third] = await writePlays(
    folder,
    names.map((name) => ({ name })),
  );
  await studio.importPhotos([first!]);
  await expect(card(page, 'Amara.jpg').locator('img')).toBeVisible();

  const invoice = join(folder, 'invoice.pdf');
  await writeFile(invoice, '%PDF-1.7');
  await drop(page, [first!, second!, invoice]);
  const report = page.getByRole('region', { name: 'Import' });
  await expect(report.getByText('1 photo added · 1 already here · 1 could not be read')).toBeVisible();
  await expect(report.getByText('invoice.pdf')).toBeVisible();
  await expect(report.getByText(/This kind of picture cannot be used/)).toBeVisible();
  await expect(page.getByRole('dialog')).toBeHidden();
  await report.getByRole('button', { name: 'Close' }).click();

  await page.evaluate(async () => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['no photo'], 'clipboard.png'));
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer }));
  });
  await expect(report.getByText('clipboard.png')).toBeVisible();
  await studio.importPhotos([third!]);
  await expect(cards(page)).toHaveCount(3);
  // Newest first.
  await expect(cards(page).first()).toHaveAccessibleName('Mei.jpg');
});

test('selects by mouse and keyboard, and processes only what was asked for', async ({ studio, folder }) => {
  const { page } = studio;
  await importPlays(
    studio,
    folder,
    names.map((name) => ({ name, milliseconds: 150 })),
  );
  await cards(page).nth(0).click();
  await cards(page)
    .nth(3)
    .click({ modifiers: ['Shift'] });
  await cards(page)
    .nth(5)
    .click({ modifiers: ['ControlOrMeta'] });
  await expect(selectionBar(page).getByText('5 selected')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(selectionBar(page)).toBeHidden();

  await cards(page).nth(0).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(selectionBar(page).getByText('2 selected')).toBeVisible();
  await expect(cards(page).nth(1)).toHaveAttribute('aria-selected', 'true');
  await button(selectionBar(page), 'Process').click();
  await expect(page.getByText('2 pictures are ready')).toBeVisible();
  await expect(filter(page, 'Done')).toHaveText('Done2');
  await expect(filter(page, 'New')).toHaveText('New4');
});

test('a batch fills its rings while the user is elsewhere and comes back', async ({ studio, folder }) => {
  const { page } = studio;
  const gate = gateIn(folder, 1);
  await importPlays(
    studio,
    folder,
    names.map((name) => ({ name, milliseconds: 50, until: gate.until })),
  );
  await page.getByRole('button', { name: 'Process 6 new' }).click();
  const first = cards(page).getByRole('progressbar').first();
  await expect(filter(page, 'Done')).toHaveText('Done1');
  await expect(first).toHaveAttribute('aria-valuenow', '50');
  await expect(first).toHaveAttribute(
    'aria-valuetext',
    /Enhancing quality…|Removing reflections…|Finding your iris…/,
  );
  await expect(cards(page).getByText('Waiting', { exact: true }).first()).toBeVisible();

  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'General' })).toBeVisible();
  await expect(page).toHaveTitle(/^\d+% · IrisVue Studio/);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'Library' })).toBeVisible();
  // Results come as they are made, not at the end of the batch.
  await expect(filter(page, 'Done')).toHaveText('Done1');
  await expect(filter(page, 'Working')).toBeVisible();
  await gate.open();
  await expect(page.getByText('6 pictures are ready')).toBeVisible();
});

test('comes back exactly to where it was', async ({ studio, folder }) => {
  const { page } = studio;
  const many = Array.from({ length: 60 }, (_, index) => ({ name: `Eye ${index}.jpg` }));
  await studio.importPhotos(await writePlays(folder, many));
  await expect(filter(page, 'All')).toHaveText('All60');
  const scroller = page.getByRole('grid').locator('..');
  // The rows below are there once all cards are.
  await expect(async () => {
    await scroller.evaluate((element) => element.scrollTo(0, 700));
    expect(await scroller.evaluate((element) => element.scrollTop)).toBe(700);
  }).toPass();
  await expect(cards(page).and(page.locator('[aria-busy]'))).toHaveCount(0);
  const middle = await boxOf(scroller);
  const shown = () =>
    page.evaluate(
      ({ x, y }) => document.elementFromPoint(x, y)?.closest('[role=gridcell]')?.getAttribute('aria-label'),
      middle.middle,
    );
  await expect.poll(shown).toMatch(/^Eye/);
  const name = (await shown()) ?? '';
  await page.mouse.dblclick(middle.middle.x, middle.middle.y);
  await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'Library' })).toBeVisible();
  await expect.poll(() => scroller.evaluate((element) => element.scrollTop)).toBe(700);
  await expect.poll(shown).toBe(name);
});

test('removes photos for good, after asking once', async ({ studio, folder }) => {
  const { page } = studio;
  await importPlays(
    studio,
    folder,
    names.slice(0, 2).map((name) => ({ name })),
  );
  await card(page, 'Jonas.jpg').click();
  await page.keyboard.press('Delete');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete 1 photo' }).click();
  await expect(card(page, 'Jonas.jpg')).toBeHidden();
  await card(page, 'Amara.jpg').dblclick();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: /^Delete photo/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete 1 photo' }).click();
  await expect(page.getByRole('heading', { name: 'Drop a photo of an eye here' })).toBeVisible();
});

test.describe('with a finger', () => {
  test.use({ look: { hasTouch: true } });
  test('a long press selects, taps add, and a tap opens', async ({ studio, folder }) => {
    const { page } = studio;
    await importPlays(
      studio,
      folder,
      names.slice(0, 3).map((name) => ({ name, milliseconds: 50 })),
    );
    const { middle } = await boxOf(card(page, 'Mei.jpg'));
    const touch = await finger(page);
    await touch.press(middle);
    await expect(selectionBar(page).getByText('1 selected')).toBeVisible();
    await touch.lift();
    await card(page, 'Amara.jpg').tap();
    await expect(selectionBar(page).getByText('2 selected')).toBeVisible();
    await button(selectionBar(page), 'Process').tap();
    await expect(page.getByText('2 pictures are ready')).toBeVisible();
    await card(page, 'Mei.jpg').tap();
    await expect(divider(page)).toBeVisible();
  });
});
