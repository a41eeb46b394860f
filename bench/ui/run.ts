/**
 * `npm run bench:ui`: the built studio with 20,000 photos, served to a real Chromium. Prints its table and writes it
 * to bench/results/. See the neighbours for how each figure is measured.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium, noChromium } from '../../e2e/chromium.ts';
import { type Layout, layoutOf } from '../../src/main/library/layout.ts';
import { openLibrary } from '../../src/main/library/open-library.ts';
import type { Figure } from '../figure.ts';
import { type Fate, fillLibrary, linkThumbnails } from '../filled-library.ts';
import { describeMachine } from '../machine.ts';
import { writeResults } from '../write-results.ts';
import { firstPaint, scrolling, viewport } from './page-figures.ts';
import { makeThumbnails, smallPhoto } from './pictures.ts';
import { progressFigure } from './progress-figure.ts';
import { standstillFigures } from './standstill-figures.ts';
import { startStudioProcess } from './studio-process.ts';

const photos = 20_000;

function fateOf(index: number): Fate {
  if (index % 20 === 0) return 'failed';
  return index % 10 === 1 ? 'review' : 'done';
}

const executablePath = findChromium();
if (executablePath === null) {
  console.error(noChromium);
  process.exit(1);
}
const folder = await mkdtemp(join(tmpdir(), 'irisvue-bench-'));
try {
  console.log(`${describeMachine()}\n`);
  const layout = await step('a library of 20,000 photos', () => prepareLibrary(join(folder, 'data')));
  await writeResults('ui', await measure(layout, executablePath));
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** To the terminal and not to the table: what takes its time. */
async function step<Value>(what: string, work: () => Promise<Value>): Promise<Value> {
  const began = performance.now();
  process.stderr.write(`${what} … `);
  const value = await work();
  process.stderr.write(`${((performance.now() - began) / 1000).toFixed(1)} s\n`);
  return value;
}

async function prepareLibrary(directory: string): Promise<Layout> {
  const library = await openLibrary({ directory });
  fillLibrary(library, photos, fateOf);
  await linkThumbnails(library, photos, fateOf, await makeThumbnails(folder));
  await library.close();
  return layoutOf(directory);
}

async function measure(layout: Layout, executable: string): Promise<Figure[]> {
  const jpeg = await smallPhoto();
  const studio = await step('the studio starts', () => startStudioProcess(layout.directory));
  // Chromium's own sandbox needs user namespaces, which containers and root do not have.
  const browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox'] });
  try {
    const figures = [await step('first paint', () => firstPaint(browser, studio.link))];
    const page = await browser.newPage({ viewport });
    await page.goto(studio.link);
    await page.locator('[role=gridcell] img').first().waitFor();
    figures.push(...(await step('scrolling', () => scrolling(page))));
    await page.reload();
    await page.locator('[role=gridcell] img').first().waitFor();
    figures.push(await step('progress', () => progressFigure(page, layout, folder, jpeg)));
    figures.push(...(await step('1,000 photos', () => standstillFigures(page, studio, folder, jpeg))));
    return figures;
  } finally {
    await browser.close();
    await studio.close();
  }
}
