/**
 * `npm run bench [names]`: runs the benchmarks, prints their table and writes it to bench/results/, with the
 * machine named. Ratios are made within one run, because machines differ and are rarely quiet.
 */
import type { Figure } from './figure.ts';
import { benchGallery } from './gallery.ts';
import { describeMachine } from './machine.ts';
import { benchPipeline } from './pipeline.ts';
import { benchQueue } from './queue.ts';
import { benchReferenceWay } from './reference-way.ts';
import { benchThumbnails } from './thumbnails.ts';
import { benchTiles } from './tiles.ts';
import { writeResults } from './write-results.ts';

const benches: Readonly<Record<string, () => Promise<Figure[]>>> = {
  pipeline: benchPipeline,
  reference: benchReferenceWay,
  tiles: benchTiles,
  queue: benchQueue,
  gallery: benchGallery,
  thumbnails: benchThumbnails,
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(benches);
console.log(`${describeMachine()}\n`);
for (const name of wanted) {
  const bench = benches[name];
  if (bench === undefined)
    throw new Error(`There is no bench '${name}'; there are ${Object.keys(benches).join(', ')}.`);
  await writeResults(name, await bench());
}
