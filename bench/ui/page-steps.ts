/** What a user does, for benches that are about something else. */
import type { Page } from '@playwright/test';

/** Chooses files in the page's dialog; they are sent from then on. */
export async function addPhotos(page: Page, paths: readonly string[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /^(Add|Choose) photos$/ }).click();
  await (await chooser).setFiles([...paths]);
}

/** Waits until so many photos are new, and no fewer, and presses "Process … new". */
export async function processNew(page: Page, count: number, timeout: number): Promise<void> {
  const digits = count.toLocaleString('en-US').replaceAll(',', '\\s');
  await page.getByRole('button', { name: new RegExp(`^Process ${digits} new$`) }).click({ timeout });
}
