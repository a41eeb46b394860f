/** What a person waits for and sees in the gallery of a large library: the first paint, scrolling, and memory. */
import type { Browser, CDPSession, Page } from '@playwright/test';
import { type Figure, median } from '../figure.ts';

export const viewport = { width: 1440, height: 900 };

const starts = 5;
const scrollPixelsPerSecond = 2500;
const scrollSeconds = 10;
const mostCards = 300;

/** Each start with an empty cache, as a window that was just opened. */
export async function firstPaint(browser: Browser, link: string): Promise<Figure> {
  const times: number[] = [];
  for (let start = 0; start < starts; start += 1) {
    const page = await browser.newPage({ viewport });
    await page.addInitScript(noteFirstPaint);
    await page.goto(link);
    times.push(await page.evaluate(() => (window as unknown as Noting).firstPaint));
    await page.close();
  }
  const slowest = Math.max(...times);
  return {
    name: 'page: first gallery paint',
    value: slowest,
    unit: 'ms',
    aim: 'at most 1,000',
    met: slowest <= 1000,
    how: `slowest of ${starts} from the start of the page to the first thumbnail painted, nothing cached; median ${median(times).toFixed(0)} ms`,
  };
}

interface Noting {
  firstPaint: Promise<number>;
}

/** Runs in the page: a frame that has a thumbnail in it, and has gone to the screen. */
function noteFirstPaint(): void {
  const isThere = () =>
    [...document.querySelectorAll<HTMLImageElement>('[role=gridcell] img')].some(
      ({ complete, naturalWidth }) => complete && naturalWidth > 0,
    );
  (window as unknown as Noting).firstPaint = new Promise((resolve) => {
    const look = () => {
      if (!isThere()) requestAnimationFrame(look);
      // The task after the next frame's callbacks comes when that frame is done.
      else requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
    };
    requestAnimationFrame(look);
  });
}

/** Scrolls as a hand on a wheel does, down through thousands of photos and some way up again. */
export async function scrolling(page: Page): Promise<Figure[]> {
  const session = await page.context().newCDPSession(page);
  await page.evaluate(noteFrames);
  const heap = watchHeap(session);
  const distance = scrollPixelsPerSecond * scrollSeconds;
  for (const yDistance of [-distance, distance / 4]) {
    await session.send('Input.synthesizeScrollGesture', {
      x: viewport.width / 2,
      y: viewport.height / 2,
      yDistance,
      speed: scrollPixelsPerSecond,
      gestureSourceType: 'mouse',
    });
  }
  const { intervals, cards } = await page.evaluate(() => (window as unknown as Frames).stopNoting());
  const heapBytes = await heap.stop();
  await session.detach();
  const sorted = intervals.toSorted((one, other) => one - other);
  const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? Number.POSITIVE_INFINITY;
  const quick = intervals.filter((interval) => interval < 20).length / intervals.length;
  return [
    {
      name: 'page: frames under 20 ms while scrolling',
      value: quick * 100,
      unit: '%',
      aim: 'at least 95',
      met: quick >= 0.95,
      how: `${intervals.length} frames at ${scrollPixelsPerSecond} px/s, ${viewport.width}x${viewport.height}; p95 ${p95.toFixed(1)} ms, longest ${(sorted.at(-1) ?? 0).toFixed(0)} ms`,
    },
    {
      name: 'page: cards in the document',
      value: cards,
      unit: '',
      aim: `at most ${mostCards}`,
      met: cards <= mostCards,
      how: 'the most that any frame had while scrolling',
    },
    {
      name: 'page: JavaScript heap',
      value: heapBytes / 2 ** 20,
      unit: 'MiB',
      aim: 'at most 150',
      met: heapBytes <= 150 * 2 ** 20,
      how: 'the most while scrolling, garbage included, every quarter of a second',
    },
  ];
}

interface Frames {
  stopNoting(): { intervals: number[]; cards: number };
}

/** Runs in the page. */
function noteFrames(): void {
  const intervals: number[] = [];
  let last: number | null = null;
  let cards = 0;
  let running = true;
  const note = (now: number) => {
    if (!running) return;
    if (last !== null) intervals.push(now - last);
    last = now;
    cards = Math.max(cards, document.querySelectorAll('[role=gridcell]').length);
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
  (window as unknown as Frames).stopNoting = () => {
    running = false;
    return { intervals, cards };
  };
}

function watchHeap(session: CDPSession): { stop(): Promise<number> } {
  let most = 0;
  let running = true;
  const watching = (async () => {
    while (running) {
      const { usedSize } = await session.send('Runtime.getHeapUsage');
      most = Math.max(most, usedSize);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  })();
  return {
    async stop() {
      running = false;
      await watching;
      return most;
    },
  };
}
