import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import type { PictureKind } from '../../contracts/companion/capture.ts';
import type { PhoneAnswer } from '../../contracts/companion/phone-api.ts';
import { PhoneConnection } from '../../transport/sealed/phone-connection.ts';
import { meetAsPhone } from '../../transport/sealed/phone-handshake.ts';
import { settled } from '../queue/manual-time.ts';
import { studioWithPhone } from './testing/studio-with-phone.ts';
import { photoBytes } from './testing/test-companion.ts';

describe('a phone follows its captures', () => {
  const here = studioWithPhone();

  const upload = async (over = here.phone) => (await over.upload(photoBytes(4000))).capture.id;
  const list = (over = here.phone) => over.connection.call('captures', { before: null, limit: 50 });
  const process = (captureIds: string[], again = false) =>
    here.phone.connection.call('process', { captureIds, again });
  async function finish(captureId: string): Promise<void> {
    await process([captureId], true);
    await here.studio.worker.complete(await here.studio.worker.next());
    await here.phone.told(
      'notice',
      ({ notice }) => notice.type === 'finished' && notice.captureId === captureId,
    );
  }

  it('from the verdict to the picture, each step as it happens', async () => {
    const id = await upload();
    const judged = await here.phone.told('notice', ({ notice }) => notice.type === 'judged');
    expect(judged).toMatchObject({ sequence: 1, replayed: false, notice: { captureId: id } });
    await here.phone.told('captures', ({ captures }) => captures[0]?.verdict !== null);
    expect((await list()).captures).toMatchObject([{ id, state: 'new', verdict: { decision: 'unknown' } }]);
    expect(here.studio.worker.started).toBe(0);

    expect(await process([id])).toEqual({ accepted: 1 });
    const work = await here.studio.worker.next();
    work.options.onProgress?.({ step: 'enhancing', share: 0.5, remainingMs: 700 });
    expect(await here.phone.told('progress')).toMatchObject({ captureId: id, progress: { share: 0.5 } });
    expect((await list()).captures[0]).toMatchObject({ state: 'working', progress: { share: 0.5 } });
    await here.studio.worker.complete(work);
    const finished = await here.phone.told('notice', ({ notice }) => notice.type === 'finished');
    expect(finished).toMatchObject({ sequence: 2, notice: { captureId: id } });
    const seen = here.phone.events.flatMap((event) => (event.type === 'captures' ? event.captures : []));
    expect(seen.at(-1)).toMatchObject({
      id,
      state: 'done',
      result: { width: 1024, format: 'png', name: 'IMG_1-iris.png' },
    });
    // What is told is already seen.
    const types = here.phone.events.map((event) => event.type);
    expect(types.lastIndexOf('captures')).toBeLessThan(here.phone.events.indexOf(finished));
  });

  it('goes before the batch of somebody else', async () => {
    const batch: string[] = [];
    for (let count = 0; count < 3; count += 1) batch.push(await here.studio.importPhoto(`eye ${count}`));
    await here.studio.api.pauseQueue();
    await here.studio.api.process({
      photoIds: batch,
      recipe: (await here.studio.api.readSettings()).recipe,
      again: false,
    });
    const id = await upload();
    await process([id]);
    expect((await here.studio.api.hello()).queue.entries[0]?.photoId).toBe(id);
  });

  it('processes all that are new, cancels, and tries again what failed', async () => {
    const ids = [await upload(), await upload()];
    expect(await here.phone.connection.call('processAll', {})).toEqual({ accepted: 2 });
    expect(await here.phone.connection.call('processAll', {})).toEqual({ accepted: 0 });
    const work = await here.studio.worker.next();
    here.studio.worker.fail(work, 'reflectionsCoverIris');
    const failed = await here.phone.told('notice', ({ notice }) => notice.type === 'failed');
    expect(failed.notice).toMatchObject({ failure: 'reflectionsCoverIris', captureId: ids[0] });
    await here.studio.worker.next();
    await here.phone.connection.call('cancel', { captureIds: [ids[1]!] });
    await here.phone.told('captures', ({ captures }) =>
      captures.some(({ id, state }) => id === ids[1] && state === 'new'),
    );
    expect(await process([ids[0]!], true)).toEqual({ accepted: 1 });
    await here.studio.worker.complete(await here.studio.worker.next());
    await here.phone.told(
      'notice',
      ({ notice }) => notice.type === 'finished' && notice.captureId === ids[0],
    );
    // Not asked for: the one that was cancelled.
    expect((await list()).captures.map(({ state }) => state).sort()).toEqual(['done', 'new']);
  });

  it('reads them in pages, newest first, none twice and none left out', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.unshift(await upload());
    const seen: string[] = [];
    for (let before: number | null = null, more = true; more; ) {
      const page: PhoneAnswer<'captures'> = await here.phone.connection.call('captures', {
        before,
        limit: 2,
      });
      seen.push(...page.captures.map(({ id }) => id));
      before = page.captures.at(-1)?.receivedAt ?? null;
      more = page.more;
    }
    expect(seen).toEqual(ids);
  });

  it('is told after an absence what it missed, once, in order, also when the studio was away too', async () => {
    const id = await upload();
    const { sequence } = await here.phone.told('notice', ({ notice }) => notice.type === 'judged');
    await process([id]);
    const work = await here.studio.worker.next();
    here.phone.connection.close();
    await here.studio.everybodyGone();
    const told = here.studio.told(({ type }) => type === 'ended');
    await here.studio.worker.complete(work);
    await told;
    while (here.studio.companion.notices.newest() === sequence) await settled();
    await here.restart();

    const back = await here.studio.meet(here.credential, sequence);
    const missed = await back.told('notice', ({ notice }) => notice.type === 'finished');
    expect(missed).toMatchObject({ replayed: true, notice: { captureId: id } });
    expect(missed.sequence).toBeGreaterThan(sequence);
    expect(back.events.filter(({ type }) => type === 'notice')).toHaveLength(1);
    const again = await here.studio.meet(here.credential, missed.sequence);
    await again.connection.call('ping', {});
    expect(again.events.filter(({ type }) => type === 'notice')).toEqual([]);
    const newcomer = new PhoneConnection(await meetAsPhone(await here.studio.carrier(), here.credential));
    expect(await newcomer.call('hello', { after: 0, notices: 'worker' })).toMatchObject({
      sequence: missed.sequence,
      missed: false,
      device: { notices: 'worker', connected: true },
      now: here.studio.time.now(),
    });
    newcomer.close();
  });

  it('reads its pictures in pieces, and nobody else’s', async () => {
    const id = await upload();
    await finish(id);
    const read = async (kind: PictureKind) => {
      const { piece, bytes } = await here.phone.connection.readPicture({ captureId: id, kind, offset: 0 });
      return { type: piece.type, text: new TextDecoder().decode(bytes) };
    };
    expect(await read('thumbnail')).toEqual({ type: 'image/webp', text: 'made: thumbnail' });
    expect(await read('resultThumbnail')).toEqual({ type: 'image/webp', text: 'made: resultThumbnail' });
    expect(await read('before')).toEqual({ type: 'image/jpeg', text: 'made: before' });
    expect(await read('after')).toEqual({ type: 'image/png', text: 'a finished picture' });
    const { result } = (await list()).captures[0]!;
    await writeFile(here.studio.library.result(result!.id)!.filledMaskPath, 'what was filled');
    expect(await read('filledMask')).toEqual({ type: 'image/png', text: 'what was filled' });
    const rest = await here.phone.connection.readPicture({ captureId: id, kind: 'after', offset: 11 });
    expect(rest.piece).toMatchObject({ byteLength: 18, offset: 11 });
    expect(new TextDecoder().decode(rest.bytes)).toBe('picture');
    const beyond = await here.phone.connection.readPicture({ captureId: id, kind: 'after', offset: 5000 });
    expect(beyond.bytes).toHaveLength(0);
    const stranger = await here.studio.importPhoto('eye of a stranger');
    for (const kind of ['thumbnail', 'filledMask'] as const)
      await expect(
        here.phone.connection.readPicture({ captureId: stranger, kind, offset: 0 }),
      ).rejects.toMatchObject({ code: 'fileMissing' });
    expect(await readFile(here.studio.library.photoPath(stranger), 'utf8')).toBe('eye of a stranger');
  });

  it('hears when its photo was removed in the studio, and nothing of other photos', async () => {
    const id = await upload();
    const stranger = await here.studio.importPhoto('eye of a stranger');
    await here.phone.told('captures');
    await here.studio.api.deletePhotos([stranger, id]);
    const removed = await here.studio.moveTimeUntil(here.phone.told('removed'));
    expect(removed).toEqual({ type: 'removed', captureIds: [id] });
    expect((await list()).captures).toEqual([]);
    expect(JSON.stringify(here.phone.events)).not.toContain(stranger);
  });

  it('judges with the words of the failure table, the worst first', async () => {
    const reason = (measure: 'sharpness' | 'specularShare', decision: 'warn' | 'reject') =>
      ({
        measure,
        decision,
        code: measure === 'sharpness' ? 'photoBlurred' : 'reflectionsCoverIris',
        message: 'm',
        suggestion: 's',
      }) as const;
    const { judgement } = here.studio.worker;
    here.studio.worker.judgement = {
      ...judgement,
      failure: 'reflectionsCoverIris',
      findings: {
        ...judgement.findings,
        quality: {
          decision: 'reject',
          score: 0.2,
          measures: {} as never,
          reasons: [reason('sharpness', 'warn'), reason('specularShare', 'reject')],
        },
      },
    };
    await upload();
    const { notice } = await here.phone.told('notice', (event) => event.notice.type === 'judged');
    expect(notice).toMatchObject({
      verdict: { decision: 'reject', score: 0.2, reasons: ['reflectionsCoverIris', 'photoBlurred'] },
    });
    await here.phone.upload(photoBytes(4000, 'broken'));
    const damaged = await here.phone.told(
      'notice',
      (event) => event.notice.type === 'judged' && event.notice.verdict.score === null,
    );
    expect(damaged.notice).toMatchObject({ verdict: { decision: 'reject', reasons: ['fileDamaged'] } });
  });

  it('looks at a capture once, though it came twice before there was a verdict', async () => {
    const { promise, resolve } = Promise.withResolvers<typeof here.studio.worker.judgement>();
    here.studio.worker.judge = () => promise;
    const bytes = photoBytes(4000);
    const { capture } = await here.phone.upload(bytes);
    expect(await here.phone.upload(bytes, { withHash: true })).toMatchObject({ duplicate: true });
    const last = await upload();
    resolve(here.studio.worker.judgement);
    await here.phone.told('notice', ({ notice }) => notice.type === 'judged' && notice.captureId === last);
    const judged = here.phone.events.flatMap((event) =>
      event.type === 'notice' && event.notice.type === 'judged' ? event.notice.captureId : [],
    );
    expect(judged).toEqual([capture.id, last]);
  });

  it('looks at the next start at what the studio was closed over', async () => {
    here.studio.worker.judge = () => new Promise(() => {});
    const id = await upload();
    await here.restart();
    const back = await here.studio.meet(here.credential, 0);
    const { notice } = await back.told('notice');
    expect(notice).toMatchObject({ type: 'judged', captureId: id });
  });

  it('gets in though the disk has no room for when it was seen', async () => {
    vi.spyOn(here.studio.companion.devices, 'seen').mockImplementation(() => {
      throw new Error('database or disk is full');
    });
    const other = await here.studio.meet(here.credential);
    expect(await other.connection.call('ping', {})).toEqual({});
    other.connection.close();
    await other.closed;
  });

  it('says goodbye when the studio closes', async () => {
    await here.studio.companion.close();
    await here.phone.closed;
    expect(here.phone.events.at(-1)).toEqual({ type: 'goodbye', reason: 'closing' });
  });
});
