/** Without the studio, and back: nothing is lost, nothing goes twice. */
import { expect, photograph, pick, test } from '../phones.ts';
import { type Playing, play } from './playing.ts';

const shutter = 'Take a photo';
const strip = 'Today’s captures';
const chunk = 512 * 1024;

test('what was taken without the studio stays on the phone, also over a reload, and goes by itself', async ({
  page,
}) => {
  await page.goto('/index.html?away');
  await pick(page, shutter, [photograph(1)]);
  await pick(page, shutter, [photograph(2)]);
  await expect(page.getByText('2 photos are kept on this phone.')).toBeVisible();
  await expect(page.getByText('It is sent by itself once the studio is back.')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('list', { name: strip }).getByRole('button')).toHaveCount(2);
  await play(page, ({ port }) => port.come());
  await expect.poll(() => play(page, ({ studio }) => studio.captures.size)).toBe(2);
  await expect(page.getByText('Sharp enough').first()).toBeVisible();
});

test('a connection cut in the middle goes on where the studio is', async ({ page }) => {
  await page.goto('/index.html');
  await play(page, ({ studio, port }) => {
    studio.onChunk = (taken) => {
      if (taken === 2) port.goAway();
    };
  });
  await pick(page, shutter, [photograph(3, 6 * chunk)]);
  await expect(page.getByText('Kept on this phone', { exact: true })).toBeVisible();
  expect(await play(page, ({ studio }) => studio.chunksTaken)).toBe(2);
  await play(page, ({ port }) => port.come());
  await expect(page.getByText('Sharp enough').first()).toBeVisible();
  // Six chunks of filling and one of picture: each was taken once.
  expect(await play(page, ({ studio }) => studio.chunksTaken)).toBe(7);
});

test('two pages of one phone do not send the same photo twice', async ({ page, context }) => {
  // The lease of the page that sends runs out only where it has gone, however long a step takes here.
  await context.clock.setFixedTime(Date.now());
  await page.goto('/index.html?chunk=asked');
  const other = await context.newPage();
  await other.goto('/index.html?chunk=asked');
  await expect(other.getByRole('button', { name: shutter })).toBeVisible();
  await pick(page, shutter, [photograph(4, 6 * chunk)]);
  // Both hear of it at once, and whichever is first sends; each shows it on its way.
  for (const each of [page, other]) await expect(each.getByRole('progressbar').first()).toBeVisible();
  for (const each of [page, other]) await play(each, ({ studio }) => studio.letThrough('all'));
  const inBoth = async (count: (playing: Playing) => number) => {
    const [one, two] = await Promise.all([play(page, count), play(other, count)]);
    return one + two;
  };
  await expect.poll(() => inBoth(({ studio }) => studio.captures.size)).toBe(1);
  for (const each of [page, other]) await expect(each.getByRole('progressbar')).toHaveCount(0);
  expect(await inBoth(({ studio }) => studio.captures.size)).toBe(1);
  expect(await inBoth(({ studio }) => studio.chunksTaken)).toBe(7);
});

test('another page takes over when the one that sent is gone', async ({ page, context }) => {
  await page.goto('/index.html?chunk=asked');
  await pick(page, shutter, [photograph(5, 6 * chunk)]);
  await expect
    .poll(() =>
      play(page, ({ studio }) => {
        studio.letThrough('one');
        return studio.chunksTaken;
      }),
    )
    .toBeGreaterThan(0);
  await page.close();
  const other = await context.newPage();
  await other.clock.install();
  await other.goto('/index.html?chunk=10');
  await expect(other.getByRole('button', { name: shutter })).toBeVisible();
  // The lease of a page that went without a word runs out, and nobody touches this one.
  await other.clock.fastForward(9000);
  await expect.poll(() => play(other, ({ studio }) => studio.captures.size)).toBe(1);
});

test('what the studio will not have says why, and is removed with two taps', async ({ page }) => {
  await page.goto('/index.html?kept=1&refused');
  await expect(
    page.getByText('This photo is larger than the studio takes from a phone.').first(),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Remove it for good' }).click();
  await expect(page.getByRole('heading', { name: 'Photograph an eye' })).toBeVisible();
});

test('a wish that the studio cannot hear is said so', async ({ page }) => {
  await page.goto('/index.html?still&photos=new');
  await play(page, ({ studio }) => {
    studio.connected = false;
  });
  await page.getByRole('button', { name: 'Process', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('The studio cannot be reached at the moment.');
});
