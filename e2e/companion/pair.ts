/** Pairs a phone's page with a running studio, as two people would: one at each screen. */
import { expect, type Page } from '@playwright/test';

export async function pairByDigits(desktop: Page, phone: Page, phoneName: string): Promise<void> {
  await desktop.getByRole('button', { name: /^Phones/ }).click();
  await desktop.getByRole('button', { name: 'Pair a phone' }).first().click();
  const dialog = desktop.getByRole('dialog');
  await expect(dialog.getByText('Waiting for your phone', { exact: true })).toBeVisible();
  const told = (term: string) =>
    dialog
      .locator('dt', { hasText: new RegExp(`^${term}$`) })
      .locator('+ dd')
      .innerText();
  await phone.goto(`http://${await told('Address')}/`);
  await expect(dialog.getByText('A phone has opened the page', { exact: true })).toBeVisible();
  await phone.getByLabel('Six digits').pressSequentially((await told('Code')).replace(/\D/g, ''));
  await phone.getByLabel('What is this phone called?').fill(phoneName);
  await phone.getByRole('button', { name: 'Ask to connect' }).click();
  await dialog.getByRole('button', { name: 'Allow', exact: true }).click();
  await expect(phone.getByRole('button', { name: 'Take a photo' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();
}
