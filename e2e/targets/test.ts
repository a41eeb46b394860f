/**
 * The `test` of all specs that drive a whole studio. Each test gets one of its own, over an empty library unless it
 * asks otherwise; what the page reports as an error, or what its policy forbids, fails the test.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContextOptions, test as base, expect } from '@playwright/test';
import { browserHostTarget } from './browser-host.ts';
import { desktopDoubleTarget } from './desktop-double.ts';
import { electronTarget } from './electron.ts';
import type { RunningStudio, Target } from './target.ts';

export const targets: readonly Target[] = [browserHostTarget, desktopDoubleTarget, electronTarget];

export interface TargetOptions {
  /** Which of `targets`. */
  targetName: string;
  work: 'real' | 'played';
  look: BrowserContextOptions;
  /** The test takes the studio away from its window, which then may complain. */
  mayLoseStudio: boolean;
}

interface Fixtures {
  /** Gone after the test: for photos and whatever else. */
  folder: string;
  studio: RunningStudio;
}

export const test = base.extend<TargetOptions & Fixtures>({
  targetName: ['', { option: true }],
  work: ['played', { option: true }],
  look: [{}, { option: true }],
  mayLoseStudio: [false, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures that are needed
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'irisvue-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  },
  studio: async ({ browser, targetName, work, look, mayLoseStudio, folder }, use, testInfo) => {
    const target = targets.find(({ name }) => name === targetName);
    if (target === undefined) throw new Error(`there is no target called ${targetName}`);
    const reason = target.unavailable();
    testInfo.skip(reason !== null, reason ?? '');
    const context = { viewport: { width: 1280, height: 800 }, ...look };
    const studio = await target.launch({ browser, work, dataDirectory: join(folder, 'library'), context });
    const complaints: string[] = [];
    studio.page.on('pageerror', (error) => complaints.push(error.message));
    studio.page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await use(studio);
    // What a page misses while its studio is closing under it is no complaint.
    const heard = [...complaints];
    await studio.close();
    if (!mayLoseStudio) expect(heard).toEqual([]);
  },
});

export { expect };
