/** Every kind of failure in the photographer's words, with what to do and the one button for it. */
import { type FailureCode, failures } from '../../src/contracts/failure.ts';
import { expect, test } from '../targets/test.ts';
import { button, card, divider, importPlays } from '../targets/window.ts';

/** One of each kind that work on a photo can end in, and what its button leads to; null where there is none. */
const kinds: readonly { code: FailureCode; action: string | null; leadsTo: string | null }[] = [
  { code: 'photoBlurred', action: 'Capture again', leadsTo: 'Capture again' },
  { code: 'fileDamaged', action: 'Choose another photo', leadsTo: null },
  { code: 'enhancementFailed', action: 'Try again', leadsTo: null },
  { code: 'diskFull', action: 'Free some space', leadsTo: 'Storage' },
  { code: 'folderReadOnly', action: 'Open settings', leadsTo: 'Finished pictures' },
  { code: 'ownModelMissing', action: 'Open settings', leadsTo: 'Models' },
  { code: 'modelChanged', action: null, leadsTo: null },
];

test('each kind of failure has its words, its advice and its one button', async ({ studio, folder }) => {
  const { page } = studio;
  const named = kinds.map((kind) => ({ ...kind, name: `${kind.code}.jpg` }));
  await importPlays(
    studio,
    folder,
    named.map(({ code, name }) => ({ name, milliseconds: 50, failure: code })),
  );
  await page.getByRole('button', { name: `Process ${kinds.length} new` }).click();
  await expect(page.getByText('No picture could be made')).toBeVisible();
  for (const { code, name, action, leadsTo } of named) {
    await test.step(`${failures[code].kind}: ${code}`, async () => {
      // On the card, in one line.
      await expect(card(page, name).getByText(failures[code].message)).toBeVisible();
      await card(page, name).dblclick({ position: { x: 100, y: 40 } });
      const alert = page.getByRole('alert');
      await expect(alert.getByRole('heading', { name: failures[code].message })).toBeVisible();
      await expect(alert.getByText(failures[code].suggestion)).toBeVisible();
      if (action === null) await expect(alert.getByRole('button')).toHaveCount(0);
      else if (failures[code].action === 'chooseAnotherPhoto')
        await expect(button(alert, action)).toBeEnabled();
      else {
        await button(alert, action).click();
        if (leadsTo === null) await expect(page.getByRole('progressbar').first()).toBeVisible();
        else await expect(page.getByRole('heading', { name: leadsTo }).last()).toBeVisible();
      }
      if (failures[code].action === 'recapture') await button(page.getByRole('dialog'), 'Close').click();
      await button(page, 'Library').click();
    });
  }
});

test('a failure that passes by itself is never shown', async ({ studio, folder }) => {
  const { page } = studio;
  await importPlays(studio, folder, [
    { name: 'Priya.jpg', milliseconds: 50, failure: 'workerHung', failsOn: 'first' },
  ]);
  await card(page, 'Priya.jpg').dblclick();
  await button(page, 'Process').click();
  await expect(divider(page).or(page.getByRole('alert'))).toBeVisible();
  await expect(divider(page)).toBeVisible();
  await page.keyboard.press('i');
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details.getByText('Attempts', { exact: true })).toBeVisible();
});

test('a photo that fails again keeps its earlier picture in sight, the reason over it', async ({
  studio,
  folder,
}) => {
  const { page } = studio;
  await importPlays(studio, folder, [
    { name: 'Mei.jpg', milliseconds: 50, failure: 'diskFull', failsOn: 'later' },
  ]);
  await card(page, 'Mei.jpg').dblclick();
  await button(page, 'Process').click();
  await expect(divider(page)).toBeVisible();
  await button(page, 'Reprocess').click();
  await button(page, 'Process again').click();
  await expect(page.getByRole('alert').getByText(failures.diskFull.message)).toBeVisible();
  await expect(divider(page)).toBeVisible();
});
