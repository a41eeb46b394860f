/** The line of work: held, changed, tried again, long, and outliving the studio itself. */
import { writePlays } from '../targets/photographs.ts';
import { gateIn } from '../targets/play.ts';
import { expect, test } from '../targets/test.ts';
import { boxOf, button, card, divider, filter, importPlays, queue, queueRows } from '../targets/window.ts';

const five = ['Amara', 'Jonas', 'Mei', 'Lucia', 'Tomasz'].map((name) => ({
  name: `${name}.jpg`,
  milliseconds: 600_000,
}));

test('is paused, reordered by keys and by hand, and cancelled', async ({ studio, folder }) => {
  const { page } = studio;
  await importPlays(studio, folder, five);
  await page.getByRole('button', { name: 'Process 5 new' }).click();
  await page.keyboard.press('q');
  await expect(queueRows(page)).toHaveCount(5);
  await button(queue(page), 'Pause').click();
  await expect(queue(page).getByText('Paused').first()).toBeVisible();

  const name = (row: number) => queueRows(page).nth(row).getByRole('paragraph').first();
  const last = (await name(4).textContent()) ?? '';
  await queueRows(page).nth(4).getByRole('button', { name: /^Move/ }).focus();
  await page.keyboard.press('ArrowUp');
  await expect(name(3)).toHaveText(last);

  const grip = queueRows(page).nth(4).getByRole('button', { name: /^Move/ });
  const dragged = (await name(4).textContent()) ?? '';
  const from = await boxOf(grip);
  const to = await boxOf(queueRows(page).nth(2));
  await page.mouse.move(from.middle.x, from.middle.y);
  await page.mouse.down();
  await page.mouse.move(from.middle.x, to.y + 6, { steps: 6 });
  await page.mouse.up();
  await expect(name(2)).toHaveText(dragged);

  await button(queue(page), 'Resume').click();
  await expect(queue(page).getByText('5 photos to go')).toBeVisible();
  await queueRows(page).nth(2).hover();
  await queueRows(page).nth(2).getByRole('button', { name: 'Remove from the queue' }).click();
  await expect(queueRows(page)).toHaveCount(4);
  await queueRows(page).nth(0).hover();
  await queueRows(page).nth(0).getByRole('button', { name: 'Stop' }).click();
  await expect(queueRows(page)).toHaveCount(3);
  await button(queue(page), 'Cancel all').click();
  await expect(queue(page).getByText('Nothing is waiting')).toBeVisible();
  await expect(filter(page, 'New')).toHaveText('New5');
});

test('tries all that failed again with one button', async ({ studio, folder }) => {
  const { page } = studio;
  const plays = ['Elif', 'Marco', 'Sofia'].map((name) => ({
    name: `${name}.jpg`,
    milliseconds: 50,
    failure: 'photoBlurred' as const,
    failsOn: 'first' as const,
  }));
  await importPlays(studio, folder, plays);
  await page.getByRole('button', { name: 'Process 3 new' }).click();
  await expect(page.getByText('No picture could be made')).toBeVisible();
  await page.keyboard.press('q');
  await expect(queue(page).getByText('3 photos failed')).toBeVisible();
  await button(queue(page), 'Retry all').click();
  await expect(page.getByText('3 pictures are ready')).toBeVisible();
  await expect(queue(page).getByText('3 photos failed')).toBeHidden();
});

test('says that a picture is ready until it is looked at, however one came there', async ({
  studio,
  folder,
}) => {
  const { page } = studio;
  await importPlays(studio, folder, [{ name: 'Amara.jpg', milliseconds: 50 }]);
  await page.getByRole('button', { name: 'Process 1 new' }).click();
  const message = page.getByRole('region', { name: 'Messages' }).getByText('Your iris picture is ready');
  await expect(message).toBeVisible();
  await card(page, 'Amara.jpg').dblclick();
  await expect(divider(page)).toBeVisible();
  expect(await message.count()).toBe(0);
});

test('goes through 200 photos, tells of each as it is ready, and of the end once', async ({
  studio,
  folder,
}) => {
  test.slow();
  const { page } = studio;
  // Some are done before the line is held, so that it is known how long the others will take.
  const gate = gateIn(folder, 10);
  const plays = Array.from({ length: 200 }, (_, index) => ({
    name: `Eye ${index}.jpg`,
    milliseconds: 20,
    until: gate.until,
  }));
  await studio.importPhotos(await writePlays(folder, plays));
  await page.getByRole('button', { name: 'Process 200 new' }).click();
  await page.keyboard.press('q');
  await expect(filter(page, 'Working')).toHaveText('Working190');
  await expect(filter(page, 'Done')).toHaveText('Done10');
  await expect(queue(page).getByText('190 photos to go')).toBeVisible();
  await expect(queue(page).getByRole('progressbar').first()).toBeVisible();
  await expect(queue(page).getByText(/about|a few seconds/)).toBeVisible();
  await gate.open();
  await expect(page.getByText('200 pictures are ready')).toBeVisible({ timeout: 240_000 });
  await expect(page.getByText(/pictures are ready/)).toHaveCount(1);
  await expect(filter(page, 'Done')).toHaveText('Done200');
});

test.describe('when everything is killed in the middle', () => {
  test.use({ mayLoseStudio: true });
  test('keeps what is finished and goes on with the rest at the next start', async ({ studio, folder }) => {
    const { page } = studio;
    const gate = gateIn(folder, 2);
    const plays = five.map(({ name }) => ({ name, milliseconds: 50, until: gate.until }));
    await importPlays(studio, folder, plays);
    await page.getByRole('button', { name: 'Process 5 new' }).click();
    await expect(filter(page, 'Done')).toHaveText('Done2');
    await studio.kill();
    await studio.restart();
    const { page: next } = studio;
    await gate.open();
    await expect(filter(next, 'Done')).toHaveText('Done5');
    await card(next, 'Amara.jpg').dblclick();
    await expect(divider(next)).toBeVisible();
  });
});
