/** What reaches beyond the window: notifications, links, a lost connection, and models of others. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tinyCompact } from '../../src/worker/models/import/testing/tiny-weights.ts';
import { writePytorch } from '../../src/worker/models/import/testing/write-pytorch.ts';
import { softmaxRows, tinySegmenter } from '../../src/worker/models/testing/tiny-segmenters.ts';
import { gateIn } from '../targets/play.ts';
import { expect, test } from '../targets/test.ts';
import { button, card, divider, importPlays, openFinished } from '../targets/window.ts';

test('a notification tells the end to those who look elsewhere, and leads to the result', async ({
  studio,
  folder,
}) => {
  const { page } = studio;
  const gate = gateIn(folder);
  await importPlays(studio, folder, [{ name: 'Amara.jpg', milliseconds: 50, until: gate.until }]);
  await card(page, 'Amara.jpg').click();
  await page.keyboard.press('p');
  await studio.lookAway();
  await gate.open();
  await expect.poll(async () => (await studio.notifications()).length).toBe(1);
  const [notification] = await studio.notifications();
  expect(notification).toMatchObject({ title: 'Your iris picture is ready', body: 'Amara.jpg' });
  await notification?.click();
  await expect(divider(page)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Amara.jpg' })).toBeVisible();
});

test('a link leads to its photo, and Back leads home', async ({ studio, folder }) => {
  const { page } = studio;
  await importPlays(studio, folder, [{ name: 'Jonas.jpg' }, { name: 'Mei.jpg' }]);
  const photoId = ((await card(page, 'Mei.jpg').getAttribute('id')) ?? '').replace('card-', '');
  await studio.followLink(photoId);
  await expect(page.getByRole('heading', { name: 'Mei.jpg' })).toBeVisible();
  await button(page, 'Back to the library').click();
  await expect(page.getByRole('heading', { name: 'Library' })).toBeVisible();
  await studio.followLink('0'.repeat(64));
  await expect(page.getByRole('heading', { name: 'Library' })).toBeVisible();
});

test('refuses a file that is no model where it was chosen, adds one, offers it in Reprocess, removes it', async ({
  studio,
  folder,
}) => {
  const { page } = studio;
  const path = join(folder, '4x Tiny.pth');
  await writeFile(path, writePytorch(tinyCompact({ scale: 4, amount: 0.02 })));
  const noModel = join(folder, 'holiday.pth');
  await writeFile(noModel, 'not weights');
  await openFinished(studio, folder);
  await button(page, 'Settings').click();
  const settings = page.getByRole('navigation', { name: 'Settings' });
  await button(settings, 'Models').click();
  const firstChooser = page.waitForEvent('filechooser');
  await button(page, 'Add a model').click();
  await (await firstChooser).setFiles([noModel]);
  const refusing = page.getByRole('dialog');
  await button(refusing, 'Add model').click();
  await expect(refusing.getByText(/This model file is damaged|cannot use this kind of model/)).toBeVisible();
  await button(refusing, 'Cancel').click();
  await expect(refusing).toBeHidden();

  const chooser = page.waitForEvent('filechooser');
  await button(page, 'Add a model').click();
  await (await chooser).setFiles([path]);
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('textbox', { name: /^Licence/ }).fill('CC0-1.0');
  await button(sheet, 'Add model').click();
  await expect(page.getByText(/· CC0-1.0$/)).toBeVisible();
  await button(settings, 'Finished pictures').click();
  await page.getByRole('combobox', { name: 'Enhances detail' }).selectOption('4x-tiny');
  await button(settings, 'Models').click();
  await button(page, 'Remove 4x-tiny').click();
  await expect(page.getByText(/· CC0-1.0$/)).toBeHidden();
});

test('says what is wrong with a finder’s description, then adds it and offers it', async ({
  studio,
  folder,
}) => {
  const { page } = studio;
  const path = join(folder, 'Eye Parts.onnx');
  await writeFile(path, tinySegmenter({ rows: softmaxRows }));
  const describe = async (name: string, classes: object) => {
    const description = { kind: 'segmentation', input: {}, output: { activation: 'softmax' }, classes };
    await writeFile(join(folder, name), JSON.stringify(description));
    return join(folder, name);
  };
  const wrong = await describe('wrong.json', { visibleIris: 9 });
  const right = await describe('right.json', { sclera: 1, visibleIris: 2, visiblePupil: 3 });
  await openFinished(studio, folder);
  await button(page, 'Settings').click();
  const settings = page.getByRole('navigation', { name: 'Settings' });
  await button(settings, 'Models').click();
  const chooser = page.waitForEvent('filechooser');
  await button(page, 'Add a model').click();
  await (await chooser).setFiles([wrong, path]);
  const sheet = page.getByRole('dialog');
  await button(sheet, 'Add model').click();
  await expect(sheet.getByText('classes.visibleIris: there is no channel 9; the model has 4')).toBeVisible();
  await sheet.getByLabel('Description').setInputFiles(right);
  await button(sheet, 'Try again').click();
  await expect(page.getByText(/^Finds the iris · .* · licence unknown$/)).toBeVisible({ timeout: 180_000 });
  await button(settings, 'Finished pictures').click();
  await page.getByRole('combobox', { name: 'Finds the iris' }).selectOption('eye-parts');
});
