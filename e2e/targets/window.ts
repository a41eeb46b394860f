/** Where things are in the studio's window, and what a hand does there. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { writePlays } from './photographs.ts';
import type { RunningStudio } from './target.ts';

export const cards = (page: Page) => page.getByRole('gridcell');
export const card = (page: Page, name: string) => page.getByRole('gridcell', { name });
export const divider = (page: Page) => page.getByRole('slider', { name: 'Before and after' });
export const button = (place: Page | Locator, name: string) =>
  place.getByRole('button', { name, exact: true });
export const filter = (page: Page, name: string) =>
  page.getByRole('group', { name: 'Show' }).getByRole('button', { name: new RegExp(`^${name}`) });
export const selectionBar = (page: Page) => page.getByRole('toolbar', { name: 'Selected photos' });
export const queue = (page: Page) => page.getByRole('complementary', { name: 'Queue' });
export const queueRows = (page: Page) => queue(page).getByRole('listitem');

export async function boxOf(place: Locator) {
  const box = await place.boundingBox();
  if (box === null) throw new Error('this is nowhere to be seen');
  return { ...box, middle: { x: box.x + box.width / 2, y: box.y + box.height / 2 } };
}

/** Imports photos that will be played, and waits until their cards show them. */
export async function importPlays(
  studio: RunningStudio,
  folder: string,
  plays: Parameters<typeof writePlays>[1],
): Promise<string[]> {
  const paths = await writePlays(folder, plays);
  await studio.importPhotos(paths);
  for (const { name } of plays.slice(0, 12))
    await expect(card(studio.page, name).locator('img')).toBeVisible();
  return paths;
}

/** A finished picture, open in its view. */
export async function openFinished(
  studio: RunningStudio,
  folder: string,
  play: Parameters<typeof writePlays>[1][number] = { name: 'Mei left.jpg', milliseconds: 50 },
): Promise<void> {
  await importPlays(studio, folder, [play]);
  await card(studio.page, play.name).dblclick();
  await button(studio.page, 'Process').click();
  await expect(divider(studio.page)).toBeVisible();
}

/** Lets go of files over the window, as a file manager would. */
export async function drop(page: Page, paths: readonly string[]): Promise<void> {
  const files = await Promise.all(
    paths.map(async (path) => ({ name: basename(path), bytes: (await readFile(path)).toString('base64') })),
  );
  await page.evaluate((dropped) => {
    const transfer = new DataTransfer();
    for (const { name, bytes } of dropped) {
      transfer.items.add(new File([Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0))], name));
    }
    for (const type of ['dragenter', 'dragover', 'drop'])
      window.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true }));
  }, files);
}

/** Fingers, from place to place; they stay down until `lift`. */
export async function finger(page: Page) {
  const session = await page.context().newCDPSession(page);
  const send = async (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    points: readonly { x: number; y: number }[],
  ): Promise<void> => {
    await session.send('Input.dispatchTouchEvent', { type, touchPoints: [...points] });
  };
  return {
    press: (...points: { x: number; y: number }[]) => send('touchStart', points),
    move: (...points: { x: number; y: number }[]) => send('touchMove', points),
    lift: () => send('touchEnd', []),
  };
}
