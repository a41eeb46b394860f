/** The `test` of specs about the desktop alone: the built desktop on the double, with its desktop at hand. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { type DesktopWishes, launchDesktopDouble, type RunningDesktop } from '../targets/desktop-double.ts';

interface Fixtures {
  folder: string;
  /** Starts a studio; all of them are closed after the test. */
  launch: (wishes?: DesktopWishes) => Promise<RunningDesktop>;
  studio: RunningDesktop;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures that are needed
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'irisvue-desktop-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  },
  launch: async ({ browser, folder }, use) => {
    const running: RunningDesktop[] = [];
    await use(async (wishes = {}) => {
      const studio = await launchDesktopDouble(
        {
          browser,
          work: 'played',
          dataDirectory: join(folder, 'library'),
          context: { viewport: { width: 1280, height: 800 } },
        },
        wishes,
      );
      running.push(studio);
      return studio;
    });
    for (const studio of running) await studio.close();
  },
  studio: async ({ launch }, use) => use(await launch()),
});

export { expect };
