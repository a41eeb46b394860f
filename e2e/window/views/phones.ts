/** Phones: the way in, and those that are in. */
import type { Page } from '@playwright/test';
import { open, press, type Views } from './view.ts';

async function pair(page: Page, state: string, query = ''): Promise<void> {
  await open(page, `photos=12&pairing=${state}&${query}`, 'phones');
  await press(page, 'Pair a phone');
  await page.getByRole('dialog').getByRole('button').first().waitFor();
}

export const phoneViews: Views = {
  phones: async (page) => {
    await open(page, 'photos=140', 'phones');
    await page.getByText('Capture with your phone').waitFor();
  },
  'phones-paired': async (page) => {
    await open(page, 'photos=140&phones=3', 'phones');
    await page.getByRole('list', { name: 'Paired phones' }).waitFor();
  },
  'phone-renaming': async (page) => {
    await open(page, 'photos=140&phones=3', 'phones');
    await press(page, /^Rename/);
  },
  'phone-removal': async (page) => {
    await open(page, 'photos=140&phones=3', 'phones');
    await press(page, /^Remove/);
    await page.getByRole('dialog').waitFor();
  },
  ...Object.fromEntries(
    ['open', 'page', 'seen', 'asking', 'paired', 'denied', 'expired', 'closed', 'tooManyTries', 'left'].map(
      (state) => [`pairing-${state}`, (page: Page) => pair(page, state)],
    ),
  ),
  'pairing-noNetwork': (page) => pair(page, 'open', 'networks=0'),
  'pairing-help': async (page) => {
    await pair(page, 'open');
    await press(page, 'It does not work');
    await page.getByText('Other ways').waitFor();
  },
};
