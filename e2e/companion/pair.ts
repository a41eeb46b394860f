/** Pairs a phone's page with a running studio, as two people would: one at each screen. */
import { expect, type Page } from '@playwright/test';

export async function pairByDigits(desktop: Page, phone: Page, phoneName: string): Promise<void> {
  const { address, code } = await openPairing(desktop);
  await phone.goto(`http://${address}/`);
  await expect(
    desktop.getByRole('dialog').getByText('A phone has opened the page', { exact: true }),
  ).toBeVisible();
  await enterDigits(desktop, phone, code, phoneName);
}

/** What the studio shows: where the page is, and the six digits. */
export async function openPairing(desktop: Page): Promise<{ address: string; code: string }> {
  await desktop.getByRole('button', { name: /^Phones/ }).click();
  await desktop.getByRole('button', { name: 'Pair a phone' }).first().click();
  const dialog = desktop.getByRole('dialog');
  await expect(dialog.getByText('Waiting for your phone', { exact: true })).toBeVisible();
  const told = (term: string) =>
    dialog
      .locator('dt', { hasText: new RegExp(`^${term}$`) })
      .locator('+ dd')
      .innerText();
  return { address: await told('Address'), code: (await told('Code')).replace(/\D/g, '') };
}

/** On a phone's page that asks for them. */
export async function enterDigits(
  desktop: Page,
  phone: Page,
  code: string,
  phoneName: string,
): Promise<void> {
  const dialog = desktop.getByRole('dialog');
  await phone.getByLabel('Six digits').pressSequentially(code);
  await phone.getByLabel('What is this phone called?').fill(phoneName);
  await phone.getByRole('button', { name: 'Ask to connect' }).click();
  await dialog.getByRole('button', { name: 'Allow', exact: true }).click();
  await expect(phone.getByRole('button', { name: 'Take a photo' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();
}
