import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { studioMethods } from '../../contracts/studio-api.ts';
import { studioBehindWindow } from './testing/studio-behind-window.ts';

const all = { filter: 'all', search: '', offset: 0, limit: 100 } as const;

describe('the studio behind a window', () => {
  const here = studioBehindWindow();

  it('names what cannot be imported, and shows at once what can', async () => {
    const { host, folder, media } = here.studio;
    await here.studio.importPhoto('eye');
    const missing = join(folder, 'missing.jpg');
    const report = await host.importFiles([
      { path: join(folder, 'samples/README.md') },
      { path: missing, name: 'gone.jpg' },
      { path: join(folder, 'upload'), name: 'the same again.jpg' },
    ]);
    expect(report).toMatchObject({ added: [], duplicates: [expect.any(String)] });
    expect(report.failed.map(({ name }) => name)).toEqual(['README.md', 'gone.jpg']);
    expect(report.failed[0]?.code).toBe('fileNotAPhoto');
    expect(
      media.tasks.filter(({ task }) => task.task === 'inspect').every(({ urgency }) => urgency === 'now'),
    ).toBe(true);
    expect(await here.studio.api.addSample()).toMatchObject({ added: [expect.any(String)], failed: [] });
  });

  it('pages, filters, searches, newest first', async () => {
    const ids: string[] = [];
    for (const name of ['eye a', 'eye b', 'eye 100%']) ids.unshift(await here.studio.importPhoto(name));
    const page = await here.studio.api.listPhotos({ ...all, limit: 2 });
    expect([page.total, ...page.cards.map(({ id }) => id)]).toEqual([3, ids[0], ids[1]]);
    expect((await here.studio.api.listPhotos({ ...all, offset: 2 })).cards.map(({ id }) => id)).toEqual([
      ids[2],
    ]);
    expect(await here.studio.api.listPhotoIds({ filter: 'new', search: '' })).toEqual(ids);
    expect(await here.studio.api.listPhotos({ ...all, search: 'EYE A' })).toMatchObject({
      total: 1,
      cards: [{ id: ids[2] }],
    });
    expect(await here.studio.api.listPhotoIds({ filter: 'all', search: '%' })).toEqual([ids[0]]);
    expect(await here.studio.api.listPhotos({ ...all, filter: 'done' })).toEqual({ cards: [], total: 0 });
  });

  it('removes a photo for good, also while it is worked on', async () => {
    const id = await here.studio.importPhoto('eye');
    await here.finish(id);
    await here.process([id], true);
    await here.studio.worker.next();
    const told = here.studio.told((event) => event.type === 'removed' && event.photoIds.includes(id));
    await here.studio.api.deletePhotos([id]);
    await here.studio.moveTimeUntil(told);
    expect(await here.studio.api.photoDetail(id)).toBeNull();
    const { layout } = here.studio.library;
    for (const folder of [layout.originals, layout.results, layout.thumbnails]) {
      const left = await readdir(folder, { recursive: true, withFileTypes: true });
      expect(left.filter((entry) => entry.isFile())).toEqual([]);
    }
    expect(await here.studio.importPhoto('eye')).toBe(id);
    expect(await here.card(id)).toMatchObject({ state: 'new', versions: 0 });
  });

  it('remembers settings, tells them, and refuses what does not fit', async () => {
    const settings = await here.studio.api.writeSettings({ theme: 'dark', cardSize: 300 });
    expect(settings).toMatchObject({ theme: 'dark', cardSize: 300, namePattern: '{name}-iris' });
    expect(await here.studio.api.readSettings()).toEqual(settings);
    expect(here.studio.events.at(-1)?.event).toEqual({ type: 'settings', settings });
    expect(studioMethods.writeSettings[0].safeParse({ theme: 'pink' }).success).toBe(false);
    expect(studioMethods.writeSettings[0].safeParse({ shell: 'rm' }).success).toBe(false);
  });

  it('keeps settings of a version that knew fewer of them', async () => {
    await here.studio.api.writeSettings({ theme: 'light', namePattern: '{date}' });
    here.studio.library.database.exec(
      "UPDATE settings SET value = json_remove(value, '$.saveFormat', '$.saveSize') WHERE name = 'studio'",
    );
    expect(await here.studio.api.readSettings()).toMatchObject({
      theme: 'light',
      namePattern: '{date}',
      saveSize: null,
    });
  });

  it('lists models, and names a picture by the pattern', async () => {
    expect(await here.studio.api.listModels()).toEqual([
      { id: 'm', role: 'find', licence: 'MIT', version: '1', bytes: 5, own: false },
    ]);
    const id = await here.studio.importPhoto('eye', 'Anna: links.jpg');
    await here.finish(id);
    await here.studio.api.writeSettings({ namePattern: '{date} {name} {number}' });
    const resultId = (await here.card(id)).result!.id;
    expect(await here.studio.api.nameForSaving({ resultId, format: 'tiff' })).toMatch(
      /^2026-01-05 Anna- links 001\.tif$/,
    );
    await expect(here.studio.api.nameForSaving({ resultId: 'nobody', format: 'png' })).rejects.toMatchObject({
      code: 'fileMissing',
    });
  });
});
