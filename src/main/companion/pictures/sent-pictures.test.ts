/** Pictures that the studio sends to a phone: only that phone sees them, whenever it comes, and nothing more than them. */
import { describe, expect, it } from 'vitest';
import type { PhoneAnswer } from '../../../contracts/companion/phone-api.ts';
import { studioWithPhone } from '../testing/studio-with-phone.ts';
import { photoBytes, sha256, type TestPhone } from '../testing/test-companion.ts';

describe('a picture that is sent to a phone', () => {
  const here = studioWithPhone();

  const deviceId = async (name = 'Ida’s phone') =>
    (await here.studio.api.phones()).devices.find((device) => device.name === name)!.id;
  const recipe = async () => (await here.studio.api.readSettings()).recipe;

  /** A finished picture of a photo that no phone sent. */
  async function finished(contents: string, changes: object = {}) {
    const photoId = await here.studio.importPhoto(contents);
    await here.studio.api.process({
      photoIds: [photoId],
      recipe: { ...(await recipe()), ...changes },
      again: true,
    });
    const ended = here.studio.told(({ type }) => type === 'ended');
    await here.studio.worker.complete(await here.studio.worker.next());
    await ended;
    const { versions } = (await here.studio.api.photoDetail(photoId))!;
    return { photoId, resultId: versions[0]!.resultId };
  }
  const send = async (resultId: string, name?: string) =>
    here.studio.api.sendPicture({ resultId, deviceId: await deviceId(name) });
  const list = (over = here.phone) => over.connection.call('studioPictures', { before: null, limit: 50 });
  const read = async (over: TestPhone, pictureId: string, kind: 'picture' | 'pictureThumbnail') => {
    const { piece, bytes } = await over.connection.readPicture({ pictureId, kind, offset: 0 });
    return { type: piece.type, text: new TextDecoder().decode(bytes) };
  };
  async function leave(): Promise<void> {
    here.phone.connection.close();
    await here.studio.everybodyGone();
  }

  it('is told, seen and read, and says nothing of its photo', async () => {
    const { photoId, resultId } = await finished('eye of Mei');
    expect(await send(resultId)).toEqual({ state: 'told' });
    const { notice } = await here.phone.told('notice', (event) => event.notice.type === 'sent');
    expect(notice).toEqual({ type: 'sent', pictureId: resultId });
    const { pictures } = await here.phone.told('studioPictures');
    expect(pictures).toEqual([
      { id: resultId, name: 'eye of Mei-iris.png', sentAt: expect.any(Number), width: 1024, height: 1024 },
    ]);
    expect(await list()).toEqual({ pictures, more: false });
    expect(await read(here.phone, resultId, 'picture')).toEqual({
      type: 'image/png',
      text: 'a finished picture',
    });
    expect(await read(here.phone, resultId, 'pictureThumbnail')).toEqual({
      type: 'image/webp',
      text: 'made: resultThumbnail',
    });
    expect(JSON.stringify([here.phone.events, await list()])).not.toContain(photoId);
    // It is no capture of this phone's: neither its photo nor work on it is for the phone.
    expect((await here.phone.connection.call('captures', { before: null, limit: 50 })).captures).toEqual([]);
    for (const kind of ['thumbnail', 'before', 'after', 'resultThumbnail'] as const)
      await expect(
        here.phone.connection.readPicture({ captureId: photoId, kind, offset: 0 }),
      ).rejects.toMatchObject({ code: 'fileMissing' });
    expect(await here.phone.connection.call('process', { captureIds: [photoId], again: true })).toEqual({
      accepted: 0,
    });
  });

  it('is for that phone alone, and what was not sent is for none', async () => {
    const sent = await finished('eye of Mei');
    const kept = await finished('eye of Noah');
    const other = await here.studio.meet(await here.studio.pair('Another phone'));
    await send(sent.resultId);
    expect((await list(other)).pictures).toEqual([]);
    for (const [over, id] of [
      [other, sent.resultId],
      [other, kept.resultId],
      [here.phone, kept.resultId],
    ] as const)
      for (const kind of ['picture', 'pictureThumbnail'] as const)
        await expect(read(over, id, kind)).rejects.toMatchObject({ code: 'fileMissing' });
    // Nor can one phone take another's away.
    await other.connection.call('removeStudioPictures', { pictureIds: [sent.resultId] });
    expect((await list()).pictures).toHaveLength(1);
    expect(other.events.filter(({ type }) => type === 'notice' || type === 'studioPictures')).toEqual([]);
  });

  it('is there once, however often it is sent; once removed, it may be sent again', async () => {
    const { resultId } = await finished('eye of Mei');
    expect(await send(resultId)).toEqual({ state: 'told' });
    expect(await send(resultId)).toEqual({ state: 'here' });
    const twin = await here.studio.meet(here.credential);
    await twin.connection.call('studioPictures', { before: null, limit: 1 });
    await here.phone.connection.call('removeStudioPictures', { pictureIds: [resultId] });
    // Once more, for an answer that got lost.
    await here.phone.connection.call('removeStudioPictures', { pictureIds: [resultId] });
    expect(await twin.told('studioPicturesGone')).toEqual({
      type: 'studioPicturesGone',
      pictureIds: [resultId],
    });
    expect((await list()).pictures).toEqual([]);
    await expect(read(here.phone, resultId, 'picture')).rejects.toMatchObject({ code: 'fileMissing' });
    expect(here.studio.library.result(resultId)).not.toBeNull();
    expect(await send(resultId)).toEqual({ state: 'told' });
    await here.phone.connection.call('ping', {});
    const notices = here.phone.events.filter(
      (event) => event.type === 'notice' && event.notice.type === 'sent',
    );
    expect(notices).toHaveLength(2);
  });

  it('waits for a phone that is away, through a restart of the studio', async () => {
    const { resultId } = await finished('eye of Mei');
    const before = here.studio.companion.notices.newest();
    await leave();
    expect(await send(resultId)).toEqual({ state: 'kept' });
    await here.restart();
    const back = await here.studio.meet(here.credential, before);
    expect(await back.told('notice')).toMatchObject({
      replayed: true,
      notice: { type: 'sent', pictureId: resultId },
    });
    expect((await list(back)).pictures).toMatchObject([{ id: resultId, name: 'eye of Mei-iris.png' }]);
    expect((await read(back, resultId, 'picture')).text).toBe('a finished picture');
  });

  it('goes with its phone: a phone that is paired anew has none', async () => {
    const { resultId } = await finished('eye of Mei');
    await send(resultId);
    await here.studio.pair('Second');
    await here.studio.api.revokeDevice(await deviceId());
    await here.phone.closed;
    await expect(
      here.studio.api.sendPicture({ resultId, deviceId: here.credential.deviceId }),
    ).rejects.toMatchObject({
      code: 'phoneUnknown',
    });
    const again = await here.studio.meet(await here.studio.pair());
    expect((await list(again)).pictures).toEqual([]);
    await expect(read(again, resultId, 'picture')).rejects.toMatchObject({ code: 'fileMissing' });
  });

  it('goes when its version or its photo is deleted in the studio, and the phone is told', async () => {
    const one = await finished('eye of Mei');
    const two = await finished('eye of Noah');
    const stays = await finished('eye of Ines');
    for (const { resultId } of [one, two, stays]) await send(resultId);
    const told = (resultId: string) =>
      here.studio.moveTimeUntil(
        here.phone.told('studioPicturesGone', ({ pictureIds }) => pictureIds.includes(resultId)),
      );
    await here.studio.api.deleteResult(one.resultId);
    await told(one.resultId);
    await here.studio.api.deletePhotos([two.photoId]);
    await told(two.resultId);
    expect((await list()).pictures).toMatchObject([{ id: stays.resultId }]);
    await expect(send(one.resultId)).rejects.toMatchObject({ code: 'fileMissing' });
    await expect(send('00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({
      code: 'fileMissing',
    });
  });

  it('comes in pages, newest first', async () => {
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      const { resultId } = await finished(`eye ${name}`);
      await send(resultId);
      ids.unshift(resultId);
    }
    const seen: string[] = [];
    for (let before: number | null = null, more = true; more; ) {
      const page: PhoneAnswer<'studioPictures'> = await here.phone.connection.call('studioPictures', {
        before,
        limit: 2,
      });
      seen.push(...page.pictures.map(({ id }) => id));
      before = page.pictures.at(-1)?.sentAt ?? null;
      more = page.more;
    }
    expect(seen).toEqual(ids);
  });

  it('is shown as a PNG where it is a TIFF', async () => {
    const { resultId } = await finished('eye of Mei', { format: 'tiff' });
    await send(resultId);
    expect((await list()).pictures).toMatchObject([{ name: 'eye of Mei-iris.png' }]);
    expect(await read(here.phone, resultId, 'picture')).toEqual({ type: 'image/png', text: 'made: convert' });
  });

  it('of a photo that is another phone’s capture stays that phone’s to follow', async () => {
    const bytes = photoBytes(3000);
    const other = await here.studio.meet(await here.studio.pair('Another phone'));
    const { capture } = await other.upload(bytes);
    await other.connection.call('process', { captureIds: [capture.id], again: false });
    await here.studio.worker.complete(await here.studio.worker.next());
    const { notice } = await other.told('notice', (event) => event.notice.type === 'finished');
    const resultId = notice.type === 'finished' ? notice.resultId : '';
    await send(resultId);
    await here.phone.told('studioPictures');
    expect(JSON.stringify(here.phone.events)).not.toContain(sha256(bytes));
    expect(other.events.filter(({ type }) => type === 'studioPictures')).toEqual([]);
  });
});
