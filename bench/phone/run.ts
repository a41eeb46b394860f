/** `npm run bench:phone`: how quick and how fair the phone's way into the studio is, with Chromium as the phone. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { findChromium, noChromium } from '../../e2e/chromium.ts';
import { drawnPhoto } from '../drawn-photo.ts';
import { type Figure, median } from '../figure.ts';
import { describeMachine } from '../machine.ts';
import { writeResults } from '../write-results.ts';
import type { PhonesOfPage, StudioOfBench } from './agreed.ts';

const megabytes = 5;
const bytes = megabytes * 1_000_000;
const crowd = 20;
const idleMs = 10_000;
const comeBackMs = 8_000;
const rounds = 7;

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

async function buildPage(outDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    root: at('.'),
    build: {
      outDir,
      emptyOutDir: true,
      lib: { entry: at('page.ts'), formats: ['es'], fileName: 'assets/phone' },
    },
  });
  await writeFile(
    join(outDir, 'index.html'),
    '<!doctype html><script type="module" src="assets/phone.js"></script>',
  );
}

/** Megabytes a second of the best half of the rounds, sealed and plain by turns. */
async function uploadFigure(phone: Page, plain: Page): Promise<Figure> {
  const rates: { sealed: number[]; plain: number[] } = { sealed: [], plain: [] };
  for (let round = 0; round < rounds; round += 1) {
    const [sealed = 0] = await phone.evaluate((length) => window.phones.upload(length, 1), bytes);
    const posted = await plain.evaluate(postOnce, bytes);
    rates.sealed.push((megabytes * 1000) / sealed);
    rates.plain.push((megabytes * 1000) / posted);
  }
  const [sealed, posted] = [median(rates.sealed), median(rates.plain)];
  const aim = Math.min(40, posted / 2);
  return {
    name: `upload, ${megabytes} MB, sealed`,
    value: sealed,
    unit: 'MB/s',
    aim: `at least ${aim.toFixed(1)}: half of a plain POST's ${posted.toFixed(0)}, or 40`,
    met: sealed >= aim,
    how: `median of ${rounds}, by turns with the POST, until every byte was acknowledged`,
  };
}

async function postOnce(length: number): Promise<number> {
  const body = new Uint8Array(length);
  crypto.getRandomValues(body.subarray(0, 60_000));
  const started = performance.now();
  await (await fetch('/upload', { method: 'POST', body })).text();
  return performance.now() - started;
}

async function crowdFigure(phone: Page): Promise<Figure> {
  const took = await phone.evaluate(([length, count]) => window.phones.upload(length, count), [
    2_000_000,
    crowd,
  ] as const);
  const ratio = Math.max(...took) / median(took);
  return {
    name: `${crowd} phones at once: slowest ÷ median`,
    value: ratio,
    unit: '',
    aim: 'at most 2',
    met: took.length === crowd && ratio <= 2,
    how: `2 MB each over a connection of its own, all in one browser; median ${(median(took) / 1000).toFixed(1)} s`,
  };
}

async function progressFigure(phone: Page): Promise<Figure> {
  const took = (await phone.evaluate(() => window.phones.progress())).sort((one, other) => one - other);
  const p95 = took[Math.floor(took.length * 0.95)] ?? Number.POSITIVE_INFINITY;
  return {
    name: 'progress: from the worker to the phone',
    value: p95,
    unit: 'ms',
    aim: 'at most 150',
    met: p95 <= 150,
    how: `p95 of ${took.length} steps; median ${median(took).toFixed(0)} ms`,
  };
}

async function resumeFigure(phone: Page, studio: ChildProcess): Promise<Figure> {
  const resumed = phone.evaluate((length) => window.phones.resume(length), bytes);
  await wait(500);
  studio.send('cut');
  const took = await resumed;
  return {
    name: 'connection lost to upload going on',
    value: took / 1000,
    unit: 's',
    aim: 'at most 2',
    met: took <= 2000,
    how: 'the listener was closed and opened again; until the next chunk was acknowledged',
  };
}

async function idleFigure(studio: ChildProcess): Promise<Figure> {
  const used = async () => {
    const answer = once(studio, 'message');
    studio.send('cpu');
    return ((await answer)[0] as { milliseconds: number }).milliseconds;
  };
  // The others come back from the cut before within their longest pause.
  await wait(comeBackMs);
  const before = await used();
  await wait(idleMs);
  const share = ((await used()) - before) / idleMs;
  return {
    name: `idle, ${crowd} phones connected`,
    value: share * 100,
    unit: '% of a core',
    aim: 'at most 1',
    met: share <= 0.01,
    how: `processor time of the studio's main process over ${idleMs / 1000} s`,
  };
}

const executablePath = findChromium();
if (executablePath === null) throw new Error(noChromium);
console.log(`${describeMachine()}\n`);
const folder = await mkdtemp(join(tmpdir(), 'irisvue-bench-phone-'));
const pageDirectory = join(folder, 'page');
await buildPage(pageDirectory);
const photo = await drawnPhoto(1200, 900);
const studio = fork(at('studio.ts'), [folder, pageDirectory, photo, String(crowd)]);
const [{ origin, plainOrigin, credentials }] = (await once(studio, 'message')) as [StudioOfBench];
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const context = await browser.newContext();
  const [phone, plain] = [await context.newPage(), await context.newPage()];
  await phone.goto(origin);
  await plain.goto(plainOrigin);
  await phone.evaluate((given) => window.phones.connect(given), credentials);
  const figures = [
    await uploadFigure(phone, plain),
    await progressFigure(phone),
    await crowdFigure(phone),
    await resumeFigure(phone, studio),
    await idleFigure(studio),
  ];
  await writeResults('phone', figures);
} finally {
  await browser.close();
  studio.kill();
  await rm(folder, { recursive: true, force: true });
}

declare global {
  interface Window {
    readonly phones: PhonesOfPage;
  }
}
