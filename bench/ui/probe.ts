/**
 * Loaded into the built studio before it starts (`node --import`), so that what is measured is the product: starts
 * the playing worker where the GPU worker would be forked, and, when the bench asks over the channel, tells how long
 * main's event loop stood still.
 */
import childProcess from 'node:child_process';
import { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

export interface Standstill {
  /** The longest time in which nothing else could run, in milliseconds on the clock. */
  readonly longestMs: number;
  readonly p99Ms: number;
  /**
   * The longest one less what was spent waiting for a processor: what main did or waited for itself. Null where the
   * system does not tell (it is Linux's /proc).
   */
  readonly longestOwnMs: number | null;
}

const playingWorker = fileURLToPath(new URL('playing-worker.ts', import.meta.url));
const { fork } = childProcess;
childProcess.fork = ((entry: string, ...rest: unknown[]) =>
  (fork as (...all: unknown[]) => childProcess.ChildProcess)(
    basename(entry) === 'gpu-worker.js' ? playingWorker : entry,
    ...rest,
  )) as typeof fork;
syncBuiltinESMExports();

const resolution = 2;
let stop: (() => Standstill) | null = null;

process.on('message', (message: 'watch' | 'tell') => {
  if (message === 'watch') stop = watch();
  else process.send?.(stop?.());
});
// No reason for the studio to stay when it is closed.
process.channel?.unref();

function watch(): () => Standstill {
  const histogram = monitorEventLoopDelay({ resolution });
  histogram.enable();
  let last = performance.now();
  let waited = waitedForProcessor();
  let longestOwnMs = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    const nowWaited = waitedForProcessor();
    if (waited !== null && nowWaited !== null)
      longestOwnMs = Math.max(longestOwnMs, now - last - resolution - (nowWaited - waited));
    last = now;
    waited = nowWaited;
  }, resolution);
  return () => {
    clearInterval(timer);
    histogram.disable();
    // Each value counts from timer to timer, so an idle loop shows the resolution.
    return {
      longestMs: Math.max(0, histogram.max / 1e6 - resolution),
      p99Ms: Math.max(0, histogram.percentile(99) / 1e6 - resolution),
      longestOwnMs: waited === null ? null : longestOwnMs,
    };
  };
}

/** Milliseconds that this thread was ready to run and did not. */
function waitedForProcessor(): number | null {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return null;
  }
}
