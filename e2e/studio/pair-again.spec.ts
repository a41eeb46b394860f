/** A phone that the studio removed comes back in from its own page, and with it what it had not sent. */
import { enterDigits, openPairing, pairByDigits } from '../companion/pair.ts';
import { phone as phoneLook } from '../companion/phones.ts';
import { expect, test } from '../targets/test.ts';

test('a removed phone pairs again from the page that says so, and then is a phone like any other', async ({
  browser,
  studio,
}) => {
  const desktop = studio.page;
  const context = await browser.newContext(phoneLook);
  const phone = await context.newPage();
  try {
    await pairByDigits(desktop, phone, 'Noah’s phone');
    await desktop.getByRole('button', { name: 'Remove Noah’s phone' }).click();
    await desktop
      .getByRole('dialog')
      .getByRole('button', { name: /^Remove/ })
      .click();
    await expect(phone.getByText('This phone was removed from the studio')).toBeVisible();

    const { code } = await openPairing(desktop);
    await phone.getByRole('button', { name: 'Connect again' }).click();
    await enterDigits(desktop, phone, code, 'Noah’s phone');
    await phone.reload();
    await expect(phone.getByRole('button', { name: 'Take a photo' })).toBeVisible();
    await expect(desktop.getByRole('button', { name: 'Remove Noah’s phone' })).toHaveCount(1);
  } finally {
    await context.close();
  }
});
