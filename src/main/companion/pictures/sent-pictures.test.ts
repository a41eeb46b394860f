/** Pictures that the studio sends to a phone: only that phone sees them, whenever it comes, and nothing more than them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Credential } from '../../../contracts/companion/pairing.ts';
import type { PhoneAnswer } from '../../../contracts/companion/phone-api.ts';
import { settled } from '../../queue/manual-time.ts';
import {
  openTestCompanion,
  photoBytes,
  sha256,
  type TestCompanion,
  type TestPhone,
} from '../testing/test-companion.ts';

describe('a picture that is sent to a phone', () => {
  let studio: TestCompanion;
  let credential: Credential;
  let phone: TestPhone;
  beforeEach(async () => {
    studio = await openTestCompanion();
    credential = await studio.pair();
    phone = await studio.meet(credential);
  });
  afterEach(() => studio.close());

  const deviceId = async (name = 'Ida’s phone') =>
    (await studio.api.phones()).devices.find((device) => device.name === name)!.id;
  const recipe = async () => (await studio.api.readSettings()).recipe;

  /** A finished picture of a photo that no phone sent. */
  async function finished(contents: string, changes: object = {}) {
    const photoId = await studio.importPhoto(contents);
    await studio.api.process({
      photoIds: [photoId],
      recipe: { ...(await recipe()), ...changes },
      again: true,
    });
    const ended = studio.told(({ type }) => type === 'ended');
    await studio.worker.complete(await studio.worker.next());
    await ended;
    const { versions } = (await studio.api.photoDetail(photoId))!;
    return { photoId, resultId: versions[0]!.resultId };
  }
  const send = async (resultId: string, name?: string) =>
    studio.api.sendPicture({ resultId, deviceId: await deviceId(name) });
  const list = (over = phone) => over.connection.call('studioPictures', { before: null, limit: 50 });
  const read = async (over: TestPhone, pictureId: string, kind: 'picture' | 'pictureThumbnail') => {
    const { piece, bytes } = await over.connection.readPicture({ pictureId, kind, offset: 0 });
    return { type: piece.type, text: new TextDecoder().decode(bytes) };
  };
  async function leave(): Promise<void> {
    phone.connection.close();
    while ((await studio.api.phones()).devices.some(({ connected }) => connected)) await settled();
  }

  it('is told, seen and read, and says nothing of its photo', async () => {
    const { photoId, resultId } = await finished('eye of Mei');
    expect(await send(resultId)).toEqual({ state: 'told' });
    const { notice } = await phone.told('notice', (event) => event.notice.type === 'sent');
    expect(notice).toEqual({ type: 'sent', pictureId: resultId });
    const { pictures } = await phone.told('studioPictures');
    expect(pictures).toEqual([
      { id: resultId, name: 'eye of Mei-iris.png', sentAt: expect.any(Number), width: 1024, height: 1024 },
    ]);
    expect(await list()).toEqual({ pictures, more: false });
    expect(await read(phone, resultId, 'picture')).toEqual({
      type: 'image/png',
      text: 'a finished picture',
    });
    expect(await read(phone, resultId, 'pictureThumbnail')).toEqual({
      type: 'image/webp',
      text: 'made: resultThumbnail',
    });
    expect(JSON.stringify([phone.events, await list()])).not.toContain(photoId);
    // It is no capture of this phone's: neither its photo nor work on it is for the phone.
    expect((await phone.connection.call('captures', { before: null, limit: 50 })).captures).toEqual([]);
    for (const kind of ['thumbnail', 'before', 'after', 'resultThumbnail'] as const)
      await expect(
        phone.connection.readPicture({ captureId: photoId, kind, offset: 0 }),
      ).rejects.toMatchObject({ code: 'fileMissing' });
    expect(await phone.connection.call('process', { captureIds: [photoId], again: true })).toEqual({
      accepted: 0,
    });
  });

  it('is for that phone alone, and what was not sent is for none', async () => {
    const sent = await finished('eye of Mei');
    const kept = await finished('eye of Noah');
    const other = await studio.meet(await studio.pair('Another phone'));
    await send(sent.resultId);
    expect((await list(other)).pictures).toEqual([]);
    for (const [over, id] of [
      [other, sent.resultId],
      [other, kept.resultId],
      [phone, kept.resultId],
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
    const twin = await studio.meet(credential);
    await twin.connection.call('studioPictures', { before: null, limit: 1 });
    await phone.connection.call('removeStudioPictures', { pictureIds: [resultId] });
    // Once more, for an answer that got lost.
    await phone.connection.call('removeStudioPictures', { pictureIds: [resultId] });
    expect(await twin.told('studioPicturesGone')).toEqual({
      type: 'studioPicturesGone',
      pictureIds: [resultId],
    });
    expect((await list()).pictures).toEqual([]);
    await expect(read(phone, resultId, 'picture')).rejects.toMatchObject({ code: 'fileMissing' });
    expect(studio.library.result(resultId)).not.toBeNull();
    expect(await send(resultId)).toEqual({ state: 'told' });
    await phone.connection.call('ping', {});
    const notices = phone.events.filter((event) => event.type === 'notice' && event.notice.type === 'sent');
    expect(notices).toHaveLength(2);
  });

  it('waits for a phone that is away, through a restart of the studio', async () => {
    const { resultId } = await finished('eye of Mei');
    const before = studio.companion.notices.newest();
    await leave();
    expect(await send(resultId)).toEqual({ state: 'kept' });
    await studio.close({ keep: true });
    studio = await openTestCompanion({ folder: studio.root });
    const back = await studio.meet(credential, before);
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
    await studio.pair('Second');
    await studio.api.revokeDevice(await deviceId());
    await phone.closed;
    await expect(studio.api.sendPicture({ resultId, deviceId: credential.deviceId })).rejects.toMatchObject({
      code: 'phoneUnknown',
    });
    const again = await studio.meet(await studio.pair());
    expect((await list(again)).pictures).toEqual([]);
    await expect(read(again, resultId, 'picture')).rejects.toMatchObject({ code: 'fileMissing' });
  });

  it('goes when its version or its photo is deleted in the studio, and the phone is told', async () => {
    const one = await finished('eye of Mei');
    const two = await finished('eye of Noah');
    const stays = await finished('eye of Ines');
    for (const { resultId } of [one, two, stays]) await send(resultId);
    await studio.api.deleteResult(one.resultId);
    await studio.time.advance(50);
    await phone.told('studioPicturesGone', ({ pictureIds }) => pictureIds.includes(one.resultId));
    await studio.api.deletePhotos([two.photoId]);
    await studio.time.advance(50);
    await phone.told('studioPicturesGone', ({ pictureIds }) => pictureIds.includes(two.resultId));
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
      const page: PhoneAnswer<'studioPictures'> = await phone.connection.call('studioPictures', {
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
    expect(await read(phone, resultId, 'picture')).toEqual({ type: 'image/png', text: 'made: convert' });
  });

  it('of a photo that is another phone’s capture stays that phone’s to follow', async () => {
    const bytes = photoBytes(3000);
    const other = await studio.meet(await studio.pair('Another phone'));
    const { capture } = await other.upload(bytes);
    await other.connection.call('process', { captureIds: [capture.id], again: false });
    await studio.worker.complete(await studio.worker.next());
    const { notice } = await other.told('notice', (event) => event.notice.type === 'finished');
    const resultId = notice.type === 'finished' ? notice.resultId : '';
    await send(resultId);
    await phone.told('studioPictures');
    expect(JSON.stringify(phone.events)).not.toContain(sha256(bytes));
    expect(other.events.filter(({ type }) => type === 'studioPictures')).toEqual([]);
  });
});
