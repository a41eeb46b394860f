/** How long main stands still while a thousand photos are chosen in the page, imported and processed. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Figure } from '../figure.ts';
import { addPhotos, processNew } from './page-steps.ts';
import type { StudioProcess } from './studio-process.ts';

const photos = 1000;
const mostMs = 50;

export async function standstillFigures(
  page: Page,
  studio: StudioProcess,
  folder: string,
  jpeg: Buffer,
): Promise<Figure[]> {
  const paths: string[] = [];
  for (let number = 0; number < photos; number += 1) {
    const path = join(folder, `photo-${number}.jpg`);
    // Bytes after the end of a JPEG are ignored, and make it another photo.
    await writeFile(path, Buffer.concat([jpeg, Buffer.from(`photo ${number} ${Date.now()}`)]));
    paths.push(path);
  }
  const began = performance.now();
  const endWatch = studio.watchLoop();
  await addPhotos(page, paths);
  await processNew(page, photos, 300_000);
  const imported = performance.now();
  const queue = page.getByRole('button', { name: /^Queue/ });
  await queue.getByText(/\d/).waitFor();
  await page.waitForFunction(() => document.querySelector('[role=progressbar]') === null, null, {
    timeout: 300_000,
    polling: 500,
  });
  const { longestMs, longestOwnMs, p99Ms } = await endWatch();
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(0);
  const how = `1,000 photos sent by the page in ${seconds(began, imported)} s and processed by a playing worker in ${seconds(imported, performance.now())} s; p99 ${p99Ms.toFixed(1)} ms`;
  const figures = [
    {
      name: 'main: longest standstill of the event loop',
      value: longestMs,
      unit: 'ms',
      aim: `at most ${mostMs}`,
      met: longestMs <= mostMs,
      how,
    },
  ];
  if (longestOwnMs !== null) {
    figures.push({
      name: 'main: the same, less waiting for a processor',
      value: longestOwnMs,
      unit: 'ms',
      aim: `at most ${mostMs}`,
      met: longestOwnMs <= mostMs,
      how: 'what main did, or waited for besides: the disk, and locks whose holders may be waiting for a processor themselves',
    });
  }
  return figures;
}
