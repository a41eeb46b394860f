import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recipe, studioBehindWindow } from './testing/studio-behind-window.ts';

describe('the studio behind what a window shows', () => {
  const here = studioBehindWindow();

  it('shows a TIFF as a PNG that is made once, and forgets it with its picture', async () => {
    const id = await here.studio.importPhoto('eye');
    const told = here.ended();
    await here.studio.api.process({ photoIds: [id], recipe: { ...recipe, format: 'tiff' }, again: false });
    await here.studio.worker.complete(await here.studio.worker.next());
    await told;
    const resultId = (await here.card(id)).result!.id;
    const shown = await here.studio.host.pictures.shown(resultId);
    expect(shown).toMatch(/\.png$/);
    await here.studio.host.pictures.shown(resultId);
    expect(here.studio.media.tasks.filter(({ task }) => task.task === 'convert')).toHaveLength(1);
    await here.studio.api.deleteResult(resultId);
    expect(existsSync(shown!)).toBe(false);
    expect(await here.card(id)).toMatchObject({ state: 'new', versions: 0 });
  });

  it('makes each small picture once, and says what cannot be decoded', async () => {
    const { host, media } = here.studio;
    const id = await here.studio.importPhoto('eye');
    const paths = await Promise.all([1, 2, 3].map(() => host.pictures.thumbnail(id, 'now')));
    expect(new Set(paths).size).toBe(1);
    expect(await readFile(paths[0]!, 'utf8')).toBe('made: thumbnail');
    expect(media.tasks.filter(({ task }) => task.task === 'thumbnail')).toHaveLength(1);
    expect(await here.card(id)).toMatchObject({ thumbnail: 'ready', width: 1000, height: 800 });

    const broken = await here.studio.importPhoto('broken');
    expect(await host.pictures.thumbnail(broken, 'now')).toBeNull();
    expect(await here.card(broken)).toMatchObject({
      state: 'new',
      thumbnail: 'unreadable',
      failure: 'fileDamaged',
    });
    expect(await host.pictures.thumbnail('e'.repeat(64), 'now')).toBeNull();
  });

  it('keeps previews within their room, and thumbnails only for what is there', async () => {
    const { host, library } = here.studio;
    const id = await here.studio.importPhoto('eye');
    await here.finish(id);
    const resultId = (await here.card(id)).result!.id;
    const before = (await host.pictures.before(resultId, 'now'))!;
    expect(await readFile(before, 'utf8')).toBe('made: before');
    await host.pictures.resultThumbnail(resultId, 'now');
    library.database.exec('DELETE FROM results');
    await host.pictures.sweep();
    const names = await readdir(library.layout.thumbnails, { recursive: true });
    expect(names.filter((name) => name.endsWith('.webp'))).toEqual([join(id.slice(0, 2), `${id}.webp`)]);
    await host.pictures.clearPreviews();
    expect(existsSync(before)).toBe(false);
  });
});
