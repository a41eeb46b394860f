/** Reaches the playing studio behind the page: what somebody at the desktop, or the network, would do. */
import type { Page } from '@playwright/test';
import type { PlayingPort } from '../../../src/renderer/companion/fake/playing-port.ts';
import type { PlayingStudio } from '../../../src/renderer/companion/fake/playing-studio.ts';
import type { PlayingTelling } from '../../../src/renderer/companion/fake/playing-telling.ts';

export interface Playing {
  studio: PlayingStudio;
  port: PlayingPort;
  browser: PlayingTelling;
}

export const idOf = (index: number): string => (index + 1).toString(16).padStart(64, '0');

export async function play<Result>(page: Page, act: (playing: Playing) => Result): Promise<Result> {
  await page.waitForFunction(() => 'playing' in window);
  return page.evaluate(`(${act.toString()})(window.playing)`) as Promise<Result>;
}
