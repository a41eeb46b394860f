/** Phones as Chromium plays them: their sizes, their touch, and what a spec does with a finger. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test';

export const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
  userAgent:
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
} satisfies BrowserContextOptions;

/** A phone's page; what it complains of fails the test. */
export const test = base.extend({
  ...phone,
  page: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await use(page);
    expect(complaints).toEqual([]);
  },
});

export { expect };

export interface PickedFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const media = fileURLToPath(new URL('../../.cache/studio-media-300/', import.meta.url));

/** One of the drawn eyes; bytes behind the picture's end make it as long as an original is. */
export function photograph(index: number, extraBytes = 0): PickedFile {
  const jpeg = readFileSync(join(media, `photo-${index}.jpg`));
  const buffer = Buffer.concat([jpeg, Buffer.alloc(extraBytes, index)]);
  return { name: `eye-${index}.jpg`, mimeType: 'image/jpeg', buffer };
}

/** Presses what opens the camera or the library, and gives it these files. */
export async function pick(page: Page, button: string | RegExp, files: PickedFile[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button }).click();
  await (await chooser).setFiles(files);
}

interface At {
  x: number;
  y: number;
}

/** Fingers on the screen, moved together from where they are to where they end. */
export async function swipe(page: Page, fingers: readonly { from: At; to: At }[], steps = 8): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const points = (share: number) =>
    fingers.map(({ from, to }, id) => ({
      id,
      x: from.x + (to.x - from.x) * share,
      y: from.y + (to.y - from.y) * share,
    }));
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: points(0) });
  for (let step = 1; step <= steps; step++)
    await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: points(step / steps) });
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await session.detach();
}

/** The page goes behind another app, or comes back. */
export async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}
