import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PhotoCard } from '../../contracts/gallery.ts';
import { recipeSchema } from '../../contracts/recipe.ts';
import { studioEventSchema, studioMethods } from '../../contracts/studio-api.ts';
import { settled } from '../queue/manual-time.ts';
import { openTestStudio, type TestStudio } from './testing/test-studio.ts';

const recipe = recipeSchema.parse({});
const all = { filter: 'all', search: '', offset: 0, limit: 100 } as const;

describe('the studio behind a window', () => {
  let studio: TestStudio;
  beforeEach(async () => {
    studio = await openTestStudio();
  });
  afterEach(() => studio.close());

  const card = async (id: string): Promise<PhotoCard> => (await studio.api.photoDetail(id))!.card;
  const process = (photoIds: string[], again = false) => studio.api.process({ photoIds, recipe, again });
  /** Lets the gathered changes go out. */
  const gathered = () => studio.time.advance(50);
  const ended = () => studio.told(({ type }) => type === 'ended');

  async function finish(id: string, findings = {}): Promise<void> {
    const told = ended();
    await process([id], true);
    await studio.worker.complete(await studio.worker.next(), findings);
    await told;
  }

  it('follows a photo from its import to its picture', async () => {
    const { worker, events } = studio;
    const id = await studio.importPhoto('eye');
    expect(await card(id)).toMatchObject({ name: 'eye.jpg', state: 'new', versions: 0, result: null });

    expect(await process([id])).toEqual({ accepted: 1 });
    const work = await worker.next();
    expect(await card(id)).toMatchObject({ state: 'working', progress: null });
    work.options.onProgress?.({ step: 'finding', share: 0.25, remainingMs: 900 });
    expect(await card(id)).toMatchObject({ progress: { step: 'finding', share: 0.25 } });
    expect((await studio.api.hello()).queue).toMatchObject({
      entries: [{ photoId: id, state: 'working', progress: { share: 0.25 } }],
      waiting: 0,
      share: 0.25,
      remainingMs: 900,
    });

    const told = ended();
    await worker.complete(work, { confidence: 0.95 });
    await told;
    expect(await card(id)).toMatchObject({
      state: 'done',
      progress: null,
      versions: 1,
      result: { width: 1024, milliseconds: 7 },
      eye: { x: 0.5, y: 0.5, diameter: 0.4 },
    });
    expect((await studio.api.hello()).queue).toMatchObject({ entries: [], share: null });

    for (const event of events) expect(studioEventSchema.safeParse(event).error).toBeUndefined();
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)?.event).toMatchObject({ type: 'ended', finished: 1, failed: 0, photoId: id });
    const seen = events.flatMap(({ event }) => (event.type === 'cards' ? event.cards : []));
    expect(seen.at(-1)).toMatchObject({ id, state: 'done' });
  });

  it('never tells of progress before the card that it belongs to', async () => {
    const id = await studio.importPhoto('eye');
    await gathered();
    studio.events.length = 0;
    await process([id]);
    const work = await studio.worker.next();
    work.options.onProgress?.({ step: 'finding', share: 0.5, remainingMs: null });
    expect(studio.events.map(({ event }) => event.type)).toEqual(['cards', 'counts', 'queue', 'progress']);
    expect(studio.events[0]?.event).toMatchObject({ cards: [{ id, state: 'working' }] });
  });

  it('keeps doubtful pictures for a look', async () => {
    const id = await studio.importPhoto('eye');
    await finish(id, { confidence: 0.6 });
    expect(await card(id)).toMatchObject({ state: 'review' });
    expect(await studio.api.listPhotos({ ...all, filter: 'review' })).toMatchObject({
      total: 1,
      cards: [{ id }],
    });
  });

  it('takes a doubtful picture that somebody is content with out of review', async () => {
    const id = await studio.importPhoto('eye');
    await finish(id, { confidence: 0.4 });
    expect(await card(id)).toMatchObject({ state: 'review' });
    const told = studio.told(
      (event) => event.type === 'cards' && event.cards.some(({ state }) => state === 'done'),
    );
    await studio.api.acceptPictures([id]);
    await gathered();
    await told;
    expect(await studio.api.listPhotoIds({ filter: 'review', search: '' })).toEqual([]);
    expect(await card(id)).toMatchObject({ state: 'done' });
  });

  it('keeps settings of a version that knew fewer of them', async () => {
    await studio.api.writeSettings({ theme: 'light', namePattern: '{date}' });
    studio.library.database.exec(
      "UPDATE settings SET value = json_remove(value, '$.saveFormat', '$.saveSize') WHERE name = 'studio'",
    );
    expect(await studio.api.readSettings()).toMatchObject({
      theme: 'light',
      namePattern: '{date}',
      saveSize: null,
    });
  });

  it('shows a TIFF as a PNG that is made once, and forgets it with its picture', async () => {
    const id = await studio.importPhoto('eye');
    const told = ended();
    await studio.api.process({ photoIds: [id], recipe: { ...recipe, format: 'tiff' }, again: false });
    await studio.worker.complete(await studio.worker.next());
    await told;
    const resultId = (await card(id)).result!.id;
    const shown = await studio.host.pictures.shown(resultId);
    expect(shown).toMatch(/\.png$/);
    await studio.host.pictures.shown(resultId);
    expect(studio.media.tasks.filter(({ task }) => task.task === 'convert')).toHaveLength(1);
    await studio.api.deleteResult(resultId);
    expect(existsSync(shown!)).toBe(false);
    expect(await card(id)).toMatchObject({ state: 'new', versions: 0 });
  });

  it('shows why a photo failed, what was found, and tries it again', async () => {
    const { worker } = studio;
    const id = await studio.importPhoto('eye');
    const told = ended();
    await process([id]);
    worker.fail(await worker.next(), 'photoBlurred', { confidence: 0.9, eyes: 1 });
    await told;
    expect(await card(id)).toMatchObject({ state: 'failed', failure: 'photoBlurred' });
    expect(await studio.api.photoDetail(id)).toMatchObject({
      attempts: 1,
      confidence: 0.9,
      eyes: 1,
      versions: [],
    });
    expect(studio.events.at(-1)?.event).toMatchObject({
      failed: 1,
      title: 'The iris is out of focus.',
      photoId: id,
    });

    expect(await studio.api.retryFailed()).toEqual({ accepted: 1 });
    const again = ended();
    await worker.complete(await worker.next());
    await again;
    expect(await card(id)).toMatchObject({ state: 'done', failure: null });
  });

  it('does not show a failure that passes by itself', async () => {
    const { worker, time } = studio;
    const id = await studio.importPhoto('eye');
    await process([id]);
    worker.fail(await worker.next(), 'enhancementFailed');
    await settled();
    while ((await studio.queue.get((await studio.queue.list())[0]!.id))?.state === 'running') await settled();
    expect(await card(id)).toMatchObject({ state: 'waiting', failure: null });
    await time.advance(2000);
    const told = ended();
    await worker.complete(await worker.next());
    await told;
    expect(await studio.api.photoDetail(id)).toMatchObject({ card: { state: 'done' }, attempts: 2 });
  });

  it('takes a cancelled photo back to what it was', async () => {
    const id = await studio.importPhoto('eye');
    await process([id]);
    await studio.worker.next();
    const told = studio.told((event) => event.type === 'cards' && event.cards[0]?.state === 'new');
    await studio.api.cancel([id]);
    while ((await card(id)).state !== 'new') await settled();
    await gathered();
    await told;
    expect(await card(id)).toMatchObject({ state: 'new', failure: null });
    await finish(id);
    await process([id], true);
    await studio.worker.next();
    await studio.api.cancel([id]);
    while ((await card(id)).state === 'working') await settled();
    expect(await card(id)).toMatchObject({ state: 'done' });
    expect(studio.events.filter(({ event }) => event.type === 'ended')).toHaveLength(1);
  });

  it('works through a batch in the order wished, and tells its end once', async () => {
    const { worker, api } = studio;
    const ids: string[] = [];
    for (const name of ['eye 1', 'eye 2', 'eye 3', 'eye 4']) ids.push(await studio.importPhoto(name));
    const [one, two, three, four] = ids as [string, string, string, string];
    await api.pauseQueue();
    expect(await process(ids)).toEqual({ accepted: 4 });
    expect(await card(three)).toMatchObject({ state: 'waiting', place: 3 });
    await api.moveInQueue({ photoId: four, before: two });
    await api.moveInQueue({ photoId: one, before: null });
    const { queue } = await api.hello();
    expect(queue).toMatchObject({ paused: true, waiting: 4, share: 0, remainingMs: null });
    expect(queue.entries.map(({ photoId }) => photoId)).toEqual([four, two, three, one]);

    await api.resumeQueue();
    const told = ended();
    for (const id of [four, two, three]) {
      const work = await worker.next();
      expect(work.request.photoPath).toContain(id);
      await worker.complete(work);
    }
    const last = await worker.next();
    expect((await api.hello()).queue).toMatchObject({ share: 0.75, waiting: 0, remainingMs: 7 });
    worker.fail(last, 'irisNotFound');
    await told;
    const endings = studio.events.filter(({ event }) => event.type === 'ended');
    expect(endings.map(({ event }) => event)).toEqual([
      {
        type: 'ended',
        finished: 3,
        failed: 1,
        photoId: null,
        title: '3 pictures are ready',
        body: '1 photo needs your attention.',
      },
    ]);
    expect((await api.hello()).counts).toEqual({ all: 4, new: 0, working: 0, done: 3, review: 0, failed: 1 });
  });

  it('does not make a picture twice unless it is asked to, and keeps versions', async () => {
    const id = await studio.importPhoto('eye');
    await finish(id);
    expect(await process([id, id, 'f'.repeat(64)])).toEqual({ accepted: 0 });
    await studio.time.advance(1);
    await finish(id);
    const detail = (await studio.api.photoDetail(id))!;
    expect(detail.versions).toHaveLength(2);
    expect(detail.versions[0]?.resultId).toBe(detail.card.result?.id);
    expect(detail.versions[0]?.frame).toMatchObject({ margin: 1.06, iris: { cx: 500 } });

    await studio.api.deleteResult(detail.versions[0]!.resultId);
    expect((await studio.api.photoDetail(id))!.versions.map(({ resultId }) => resultId)).toEqual([
      detail.versions[1]!.resultId,
    ]);
    await studio.time.advance(1);
    await finish(id);
    expect(await studio.api.cleanUp({ keepVersions: 1 })).toMatchObject({ photos: 1 });
    expect((await studio.api.photoDetail(id))!.versions).toHaveLength(1);
  });

  it('pages, filters, searches, newest first', async () => {
    const ids: string[] = [];
    for (const name of ['eye a', 'eye b', 'eye 100%']) ids.unshift(await studio.importPhoto(name));
    const page = await studio.api.listPhotos({ ...all, limit: 2 });
    expect([page.total, ...page.cards.map(({ id }) => id)]).toEqual([3, ids[0], ids[1]]);
    expect((await studio.api.listPhotos({ ...all, offset: 2 })).cards.map(({ id }) => id)).toEqual([ids[2]]);
    expect(await studio.api.listPhotoIds({ filter: 'new', search: '' })).toEqual(ids);
    expect(await studio.api.listPhotos({ ...all, search: 'EYE A' })).toMatchObject({
      total: 1,
      cards: [{ id: ids[2] }],
    });
    expect(await studio.api.listPhotoIds({ filter: 'all', search: '%' })).toEqual([ids[0]]);
    expect(await studio.api.listPhotos({ ...all, filter: 'done' })).toEqual({ cards: [], total: 0 });
  });

  it('removes a photo for good, also while it is worked on', async () => {
    const id = await studio.importPhoto('eye');
    await finish(id);
    await process([id], true);
    await studio.worker.next();
    await studio.api.deletePhotos([id]);
    await gathered();
    expect(await studio.api.photoDetail(id)).toBeNull();
    expect(studio.events.some(({ event }) => event.type === 'removed' && event.photoIds.includes(id))).toBe(
      true,
    );
    const { layout } = studio.library;
    for (const folder of [layout.originals, layout.results, layout.thumbnails]) {
      const left = await readdir(folder, { recursive: true, withFileTypes: true });
      expect(left.filter((entry) => entry.isFile())).toEqual([]);
    }
    expect(await studio.importPhoto('eye')).toBe(id);
    expect(await card(id)).toMatchObject({ state: 'new', versions: 0 });
  });

  it('names what cannot be imported, and shows at once what can', async () => {
    const { host, folder, media } = studio;
    await studio.importPhoto('eye');
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
    expect(await studio.api.addSample()).toMatchObject({ added: [expect.any(String)], failed: [] });
  });

  it('makes each small picture once, and says what cannot be decoded', async () => {
    const { host, media } = studio;
    const id = await studio.importPhoto('eye');
    const paths = await Promise.all([1, 2, 3].map(() => host.pictures.thumbnail(id, 'now')));
    expect(new Set(paths).size).toBe(1);
    expect(await readFile(paths[0]!, 'utf8')).toBe('made: thumbnail');
    expect(media.tasks.filter(({ task }) => task.task === 'thumbnail')).toHaveLength(1);
    expect(await card(id)).toMatchObject({ thumbnail: 'ready', width: 1000, height: 800 });

    const broken = await studio.importPhoto('broken');
    expect(await host.pictures.thumbnail(broken, 'now')).toBeNull();
    expect(await card(broken)).toMatchObject({
      state: 'new',
      thumbnail: 'unreadable',
      failure: 'fileDamaged',
    });
    expect(await host.pictures.thumbnail('e'.repeat(64), 'now')).toBeNull();
  });

  it('keeps previews within their room, and thumbnails only for what is there', async () => {
    const { host, library } = studio;
    const id = await studio.importPhoto('eye');
    await finish(id);
    const resultId = (await card(id)).result!.id;
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

  it('remembers settings, tells them, and refuses what does not fit', async () => {
    const settings = await studio.api.writeSettings({ theme: 'dark', cardSize: 300 });
    expect(settings).toMatchObject({ theme: 'dark', cardSize: 300, namePattern: '{name}-iris' });
    expect(await studio.api.readSettings()).toEqual(settings);
    expect(studio.events.at(-1)?.event).toEqual({ type: 'settings', settings });
    expect(studioMethods.writeSettings[0].safeParse({ theme: 'pink' }).success).toBe(false);
    expect(studioMethods.writeSettings[0].safeParse({ shell: 'rm' }).success).toBe(false);
  });

  it('lists models, and names a picture by the pattern', async () => {
    expect(await studio.api.listModels()).toEqual([
      { id: 'm', role: 'find', licence: 'MIT', version: '1', bytes: 5, own: false },
    ]);
    const id = await studio.importPhoto('eye', 'Anna: links.jpg');
    await finish(id);
    await studio.api.writeSettings({ namePattern: '{date} {name} {number}' });
    const resultId = (await card(id)).result!.id;
    expect(await studio.api.nameForSaving({ resultId, format: 'tiff' })).toMatch(
      /^2026-01-05 Anna- links 001\.tif$/,
    );
    await expect(studio.api.nameForSaving({ resultId: 'nobody', format: 'png' })).rejects.toMatchObject({
      code: 'fileMissing',
    });
  });
});
