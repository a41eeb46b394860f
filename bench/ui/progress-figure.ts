/** How long a step of the work takes from the worker to the ring on its card: two processes, a socket and a page. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type Layout, originalPath } from '../../src/main/library/layout.ts';
import type { Figure } from '../figure.ts';
import { addPhotos, processNew } from './page-steps.ts';
import { slowMark, slowSteps, stepMs, stepsPath } from './played.ts';

export async function progressFigure(
  page: Page,
  layout: Layout,
  folder: string,
  jpeg: Buffer,
): Promise<Figure> {
  const path = join(folder, 'slow.jpg');
  const bytes = Buffer.concat([jpeg, Buffer.from(`${Date.now()} ${slowMark}`)]);
  const photoId = createHash('sha256').update(bytes).digest('hex');
  await writeFile(path, bytes);
  await addPhotos(page, [path]);
  await page.evaluate(noteRing, [photoId, slowSteps] as const);
  await processNew(page, 1, 30_000);
  const seen = await page.evaluate(() => (window as unknown as Ring).seen);
  const told = JSON.parse(await readFile(stepsPath(originalPath(layout, photoId)), 'utf8')) as number[];
  // What comes too soon after the one before is passed over, on purpose: a ring may jump.
  const took = told.flatMap((at, index) => (seen[index] == null ? [] : [seen[index] - at]));
  const sorted = took.toSorted((one, other) => one - other);
  const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? Number.POSITIVE_INFINITY;
  return {
    name: 'progress: from the worker to the pixel',
    value: p95,
    unit: 'ms',
    aim: 'at most 100',
    met: p95 <= 100 && took.length >= slowSteps * 0.8,
    how: `p95 of ${took.length} of ${slowSteps} steps, one each ${stepMs} ms; median ${(sorted[sorted.length >> 1] ?? 0).toFixed(0)} ms`,
  };
}

interface Ring {
  /** By step: when the frame that shows it was done, in epoch milliseconds; holes where a step was never shown. */
  seen: Promise<(number | null)[]>;
}

/** Runs in the page. Resolves when the card no longer has a ring. */
function noteRing([photoId, steps]: readonly [string, number]): void {
  const seen: (number | null)[] = Array.from({ length: steps }, () => null);
  const card = () => document.getElementById(`card-${photoId}`);
  const shown = () => {
    const ring = card()?.querySelector('[role=progressbar]');
    if (ring == null) return null;
    // Until the first report the ring shows that something is done, not how much.
    if (!ring.hasAttribute('aria-valuenow')) return 0;
    const arc = ring.querySelector<SVGCircleElement>('circle:last-child');
    return arc === null ? 0 : Math.round((1 - Number(arc.style.strokeDashoffset)) * steps);
  };
  (window as unknown as Ring).seen = new Promise((resolve) => {
    let last = 0;
    const observer = new MutationObserver(() => {
      const step = shown();
      if (step === null) {
        if (last > 0) {
          observer.disconnect();
          resolve(seen);
        }
        return;
      }
      if (step <= last || step > steps) return;
      last = step;
      requestAnimationFrame(() =>
        setTimeout(() => {
          seen[step - 1] ??= performance.timeOrigin + performance.now();
        }),
      );
    });
    observer.observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['style'],
    });
  });
}
