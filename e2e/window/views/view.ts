/** How a view is brought about: an address of the window over the fake studio, and what a hand does there. */
import type { Page } from '@playwright/test';

/** Ends when everything that belongs to the view is in sight. */
export type Show = (page: Page) => Promise<void>;
export type Views = Readonly<Record<string, Show>>;

export const id = (index: number): string => (index + 1).toString(16).padStart(64, '0');

export async function open(page: Page, query: string, fragment = ''): Promise<void> {
  await page.goto(`/index.html?still&stay&${query}#/${fragment}`);
}

/** The library, with its cards there. */
export async function library(page: Page, query = ''): Promise<void> {
  await open(page, `photos=140&${query}`);
  await page.getByRole('gridcell').nth(1).waitFor();
}

/** The result of a photo that is finished, beside or under its photo. */
export async function result(page: Page, index: number, query = ''): Promise<void> {
  await open(page, `photos=140&${query}`, `photo/${id(index)}`);
  await page.getByRole('slider', { name: 'Before and after' }).waitFor();
}

export const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('button', { name }).first().click();
