/**
 * How long a window waits for the thumbnail of a new photo while another photo is being enhanced: from asking to
 * the file on disk, through the media worker, with the GPU worker busy all the while.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recipeSchema } from '../src/contracts/recipe.ts';
import { openStudioHost } from '../src/main/assembly/open-studio-host.ts';
import type { StudioHost } from '../src/main/window/studio-host.ts';
import { drawnPhoto } from './drawn-photo.ts';
import type { Figure } from './figure.ts';

const newPhotos = 40;

export async function benchThumbnails(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'irisvue-bench-'));
  const host = await openStudioHost('browser', { data: join(folder, 'data') });
  try {
    const photo = await readFile(await drawnPhoto(4000, 3000));
    const add = async (name: string, ending: string) => {
      const path = join(folder, name);
      // Bytes after the end of a JPEG are ignored, and make it another photo.
      await writeFile(path, Buffer.concat([photo, Buffer.from(ending)]));
      return (await host.importFiles([{ path }])).added[0]!;
    };
    const first = await add('first.jpg', '');
    await host.pictures.thumbnail(first, 'now');
    const quiet = await times(host, add, 'quiet');
    await host.studio.readiness();
    const recipe = recipeSchema.parse({});
    const enhancing = new Promise<void>((resolve) => {
      host.gallery.feed.subscribe(({ event }) => {
        if (event.type === 'progress' && event.progress.step === 'enhancing') resolve();
      });
    });
    await host.api.process({ photoIds: [first], recipe, again: true });
    await enhancing;
    const busy = await times(host, add, 'busy');
    const stillBusy = host.gallery.queueView().entries.length > 0;
    await host.api.cancel([first]);
    return [
      thumbnailFigure('thumbnail of a new 12 MP photo', quiet, true),
      thumbnailFigure('the same while another is enhanced', busy, stillBusy),
    ];
  } finally {
    await host.close();
    await rm(folder, { recursive: true, force: true });
  }
}

type Add = (name: string, ending: string) => Promise<string>;

async function times(host: StudioHost, add: Add, name: string): Promise<number[]> {
  const all: number[] = [];
  for (let number = 0; number < newPhotos; number += 1) {
    const id = await add(`${name}-${number}.jpg`, `${name} ${number}`);
    const start = performance.now();
    await host.pictures.thumbnail(id, 'now');
    all.push(performance.now() - start);
  }
  return all.sort((a, b) => a - b);
}

function thumbnailFigure(name: string, sorted: readonly number[], isValid: boolean): Figure {
  const p95 = sorted[Math.floor(sorted.length * 0.95)]!;
  return {
    name,
    value: p95,
    unit: 'ms',
    aim: 'at most 300',
    met: isValid && p95 <= 300,
    how: `p95 of ${sorted.length}, median ${sorted[sorted.length >> 1]!.toFixed(0)} ms${isValid ? '' : '; the enhancement ended too soon'}`,
  };
}
