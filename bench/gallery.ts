/**
 * What the gallery costs main's event loop with 20,000 photos in the library: a page of a hundred cards anywhere,
 * counts, a search, all ids, and the queue. Three of four photos have a picture, a thousand wait, some failed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Gallery } from '../src/main/gallery/gallery.ts';
import { silentLog } from '../src/main/library/log.ts';
import { openLibrary } from '../src/main/library/open-library.ts';
import { createSqliteQueue } from '../src/main/queue/sqlite-queue.ts';
import type { Figure } from './figure.ts';
import { type Fate, fillLibrary } from './filled-library.ts';

const photos = 20_000;
const pageLength = 100;
const waiting = 1000;

function fateOf(index: number): Fate {
  if (index % 4 !== 0) return 'done';
  if (index % 20 === 0) return 'waiting';
  return index % 100 === 4 ? 'failed' : 'new';
}

export async function benchGallery(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'irisvue-bench-'));
  try {
    const library = await openLibrary({ directory: folder });
    fillLibrary(library, photos, fateOf);
    const queue = createSqliteQueue(library.database);
    const gallery = new Gallery({ library, queue, log: silentLog });
    const everywhere = Array.from({ length: 200 }, (_, i) => (i * 7919) % (photos - pageLength));
    const page = (filter: 'all' | 'done' | 'working') =>
      cost(everywhere, (offset) =>
        gallery.page({
          filter,
          search: '',
          offset: offset % (filter === 'working' ? waiting : photos),
          limit: pageLength,
        }),
      );
    const twenty = Array.from({ length: 20 }, (_, i) => i);
    const figures = [
      figure('a page of 100 cards anywhere', page('all'), 10),
      figure('a page of 100 finished ones', page('done'), 10),
      figure('a page of 100 in work, a thousand waiting', page('working'), 10),
      figure(
        'counts',
        cost(twenty, () => gallery.counts()),
        10,
      ),
      figure(
        'a page of a search',
        cost(twenty, (i) =>
          gallery.page({ filter: 'all', search: `photo ${i}`, offset: 0, limit: pageLength }),
        ),
        50,
      ),
      figure(
        'ids of all',
        cost(twenty, () => gallery.ids({ filter: 'all', search: '' })),
        50,
      ),
      figure(
        'the queue, a thousand waiting',
        cost(twenty, () => gallery.queueView()),
        10,
      ),
    ];
    gallery.close();
    await queue.close({ graceMs: 0 });
    await library.close();
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Cost {
  /** Milliseconds of this program's own work for one call. */
  readonly own: number;
  /** The 95th percentile on the clock, with whatever else the machine was doing. */
  readonly p95: number;
}

function figure(what: string, { own, p95 }: Cost, most: number): Figure {
  return {
    name: `gallery: ${what}`,
    value: own,
    unit: 'ms',
    aim: `at most ${most}`,
    met: own <= most,
    how: `own work for one call, ${photos.toLocaleString('en-US')} photos; p95 on the clock ${p95.toFixed(1)} ms`,
  };
}

/** The first call of all warms up. */
function cost<Input>(inputs: readonly Input[], run: (input: Input) => unknown): Cost {
  run(inputs[0]!);
  const before = process.cpuUsage();
  const times = inputs.map((input) => {
    const start = performance.now();
    run(input);
    return performance.now() - start;
  });
  const { user, system } = process.cpuUsage(before);
  return {
    own: (user + system) / 1000 / inputs.length,
    p95: times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)]!,
  };
}
