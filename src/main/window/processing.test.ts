import { describe, expect, it } from 'vitest';
import { studioEventSchema } from '../../contracts/studio-api.ts';
import { settled } from '../queue/manual-time.ts';
import { studioBehindWindow } from './testing/studio-behind-window.ts';

describe('the studio at work behind a window', () => {
  const here = studioBehindWindow();

  it('follows a photo from its import to its picture', async () => {
    const { worker, events } = here.studio;
    const id = await here.studio.importPhoto('eye');
    expect(await here.card(id)).toMatchObject({ name: 'eye.jpg', state: 'new', versions: 0, result: null });

    expect(await here.process([id])).toEqual({ accepted: 1 });
    const work = await worker.next();
    expect(await here.card(id)).toMatchObject({ state: 'working', progress: null });
    work.options.onProgress?.({ step: 'finding', share: 0.25, remainingMs: 900 });
    expect(await here.card(id)).toMatchObject({ progress: { step: 'finding', share: 0.25 } });
    expect((await here.studio.api.hello()).queue).toMatchObject({
      entries: [{ photoId: id, state: 'working', progress: { share: 0.25 } }],
      waiting: 0,
      share: 0.25,
      remainingMs: 900,
    });

    const told = here.ended();
    await worker.complete(work, { confidence: 0.95 });
    await told;
    expect(await here.card(id)).toMatchObject({
      state: 'done',
      progress: null,
      versions: 1,
      result: { width: 1024, milliseconds: 7 },
      eye: { x: 0.5, y: 0.5, diameter: 0.4 },
    });
    expect((await here.studio.api.hello()).queue).toMatchObject({ entries: [], share: null });

    for (const event of events) expect(studioEventSchema.safeParse(event).error).toBeUndefined();
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)?.event).toMatchObject({ type: 'ended', finished: 1, failed: 0, photoId: id });
    const seen = events.flatMap(({ event }) => (event.type === 'cards' ? event.cards : []));
    expect(seen.at(-1)).toMatchObject({ id, state: 'done' });
  });

  it('never tells of progress before the card that it belongs to', async () => {
    const told = here.studio.told(({ type }) => type === 'counts');
    const id = await here.studio.importPhoto('eye');
    await here.studio.moveTimeUntil(told);
    here.studio.events.length = 0;
    await here.process([id]);
    const work = await here.studio.worker.next();
    work.options.onProgress?.({ step: 'finding', share: 0.5, remainingMs: null });
    expect(here.studio.events.map(({ event }) => event.type)).toEqual([
      'cards',
      'counts',
      'queue',
      'progress',
    ]);
    expect(here.studio.events[0]?.event).toMatchObject({ cards: [{ id, state: 'working' }] });
  });

  it('keeps doubtful pictures for a look', async () => {
    const id = await here.studio.importPhoto('eye');
    await here.finish(id, { confidence: 0.6 });
    expect(await here.card(id)).toMatchObject({ state: 'review' });
    expect(
      await here.studio.api.listPhotos({ filter: 'review', search: '', offset: 0, limit: 100 }),
    ).toMatchObject({
      total: 1,
      cards: [{ id }],
    });
  });

  it('takes a doubtful picture that somebody is content with out of review', async () => {
    const id = await here.studio.importPhoto('eye');
    await here.finish(id, { confidence: 0.4 });
    expect(await here.card(id)).toMatchObject({ state: 'review' });
    const told = here.studio.told(
      (event) => event.type === 'cards' && event.cards.some(({ state }) => state === 'done'),
    );
    await here.studio.api.acceptPictures([id]);
    await here.studio.moveTimeUntil(told);
    expect(await here.studio.api.listPhotoIds({ filter: 'review', search: '' })).toEqual([]);
    expect(await here.card(id)).toMatchObject({ state: 'done' });
  });

  it('shows why a photo failed, what was found, and tries it again', async () => {
    const { worker } = here.studio;
    const id = await here.studio.importPhoto('eye');
    const told = here.ended();
    await here.process([id]);
    worker.fail(await worker.next(), 'photoBlurred', { confidence: 0.9, eyes: 1 });
    await told;
    expect(await here.card(id)).toMatchObject({ state: 'failed', failure: 'photoBlurred' });
    expect(await here.studio.api.photoDetail(id)).toMatchObject({
      attempts: 1,
      confidence: 0.9,
      eyes: 1,
      versions: [],
    });
    expect(here.studio.events.at(-1)?.event).toMatchObject({
      failed: 1,
      title: 'The iris is out of focus.',
      photoId: id,
    });

    expect(await here.studio.api.retryFailed()).toEqual({ accepted: 1 });
    const again = here.ended();
    await worker.complete(await worker.next());
    await again;
    expect(await here.card(id)).toMatchObject({ state: 'done', failure: null });
  });

  it('does not show a failure that passes by itself', async () => {
    const { worker, queue } = here.studio;
    const id = await here.studio.importPhoto('eye');
    await here.process([id]);
    worker.fail(await worker.next(), 'enhancementFailed');
    await settled();
    while ((await queue.get((await queue.list())[0]!.id))?.state === 'running') await settled();
    expect(await here.card(id)).toMatchObject({ state: 'waiting', failure: null });
    const told = here.ended();
    await worker.complete(await here.studio.moveTimeUntil(worker.next()));
    await told;
    expect(await here.studio.api.photoDetail(id)).toMatchObject({ card: { state: 'done' }, attempts: 2 });
  });

  it('takes a cancelled photo back to what it was', async () => {
    const id = await here.studio.importPhoto('eye');
    await here.process([id]);
    await here.studio.worker.next();
    const told = here.studio.told((event) => event.type === 'cards' && event.cards[0]?.state === 'new');
    await here.studio.api.cancel([id]);
    while ((await here.card(id)).state !== 'new') await settled();
    await here.studio.moveTimeUntil(told);
    expect(await here.card(id)).toMatchObject({ state: 'new', failure: null });
    await here.finish(id);
    await here.process([id], true);
    await here.studio.worker.next();
    await here.studio.api.cancel([id]);
    while ((await here.card(id)).state === 'working') await settled();
    expect(await here.card(id)).toMatchObject({ state: 'done' });
    expect(here.studio.events.filter(({ event }) => event.type === 'ended')).toHaveLength(1);
  });

  it('works through a batch in the order wished, and tells its end once', async () => {
    const { worker, api } = here.studio;
    const ids: string[] = [];
    for (const name of ['eye 1', 'eye 2', 'eye 3', 'eye 4']) ids.push(await here.studio.importPhoto(name));
    const [one, two, three, four] = ids as [string, string, string, string];
    await api.pauseQueue();
    expect(await here.process(ids)).toEqual({ accepted: 4 });
    expect(await here.card(three)).toMatchObject({ state: 'waiting', place: 3 });
    await api.moveInQueue({ photoId: four, before: two });
    await api.moveInQueue({ photoId: one, before: null });
    const { queue } = await api.hello();
    expect(queue).toMatchObject({ paused: true, waiting: 4, share: 0, remainingMs: null });
    expect(queue.entries.map(({ photoId }) => photoId)).toEqual([four, two, three, one]);

    await api.resumeQueue();
    const told = here.ended();
    for (const id of [four, two, three]) {
      const work = await worker.next();
      expect(work.request.photoPath).toContain(id);
      await worker.complete(work);
    }
    const last = await worker.next();
    expect((await api.hello()).queue).toMatchObject({ share: 0.75, waiting: 0, remainingMs: 7 });
    worker.fail(last, 'irisNotFound');
    await told;
    const endings = here.studio.events.filter(({ event }) => event.type === 'ended');
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
    const id = await here.studio.importPhoto('eye');
    await here.finish(id);
    expect(await here.process([id, id, 'f'.repeat(64)])).toEqual({ accepted: 0 });
    await here.studio.time.advance(1);
    await here.finish(id);
    const detail = (await here.studio.api.photoDetail(id))!;
    expect(detail.versions).toHaveLength(2);
    expect(detail.versions[0]?.resultId).toBe(detail.card.result?.id);
    expect(detail.versions[0]?.frame).toMatchObject({ margin: 1.06, iris: { cx: 500 } });

    await here.studio.api.deleteResult(detail.versions[0]!.resultId);
    expect((await here.studio.api.photoDetail(id))!.versions.map(({ resultId }) => resultId)).toEqual([
      detail.versions[1]!.resultId,
    ]);
    await here.studio.time.advance(1);
    await here.finish(id);
    expect(await here.studio.api.cleanUp({ keepVersions: 1 })).toMatchObject({ photos: 1 });
    expect((await here.studio.api.photoDetail(id))!.versions).toHaveLength(1);
  });
});
