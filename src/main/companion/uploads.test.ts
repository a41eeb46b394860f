import { readdir, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { companionLimits } from '../../contracts/companion/limits.ts';
import { cuttingProxy } from './testing/cutting-proxy.ts';
import { studioWithPhone } from './testing/studio-with-phone.ts';
import { localIdOf, photoBytes, sha256, type TestPhone } from './testing/test-companion.ts';

const chunk = companionLimits.chunkBytes;

describe('an upload', () => {
  const here = studioWithPhone();

  const parts = () => readdir(join(here.studio.library.directory, 'incoming'));
  async function restart(meanwhile?: () => Promise<void>): Promise<void> {
    await here.restart({ meanwhile });
    here.phone = await here.studio.meet(here.credential);
  }

  it('becomes a photo of the phone’s name, byte for byte, and leaves nothing behind', async () => {
    const bytes = photoBytes(1_300_000);
    const { capture, duplicate } = await here.phone.upload(bytes, { name: 'IMG_0042.HEIC' });
    expect(duplicate).toBe(false);
    expect(capture).toMatchObject({ id: sha256(bytes), name: 'IMG_0042.HEIC', state: 'new', result: null });
    expect((await here.studio.api.photoDetail(capture.id))?.card).toMatchObject({
      from: 'Ida’s phone',
      state: 'new',
    });
    expect((await stat(here.studio.library.photoPath(capture.id))).size).toBe(bytes.length);
    expect(await parts()).toEqual([]);
    expect(await here.studio.api.arriving()).toEqual([]);
    expect(here.studio.worker.started).toBe(0);
  });

  it('is shown arriving, and waiting while its phone is away', async () => {
    const bytes = photoBytes(chunk * 2);
    const { uploadId } = await here.phone.beginSending(bytes);
    await here.phone.send(uploadId, bytes, 0, chunk);
    expect(await here.studio.api.arriving()).toEqual([
      {
        uploadId,
        name: 'IMG_1.jpg',
        deviceId: expect.any(String),
        from: 'Ida’s phone',
        byteLength: chunk * 2,
        receivedBytes: chunk,
        state: 'arriving',
      },
    ]);
    const told = here.studio.told(
      (event) => event.type === 'arriving' && event.captures[0]?.state === 'waiting',
    );
    here.phone.connection.close();
    await here.studio.moveTimeUntil(told);
  });

  it('goes on where the studio is, over another connection and from another page', async () => {
    const bytes = photoBytes(chunk * 3 + 17);
    const { uploadId } = await here.phone.beginSending(bytes);
    await here.phone.send(uploadId, bytes, 0, chunk * 2);
    here.phone.connection.close();
    const again = await here.studio.meet(here.credential);
    expect(await again.beginSending(bytes)).toEqual({
      state: 'send',
      uploadId,
      offset: chunk * 2,
      chunkBytes: chunk,
    });
    expect(await again.upload(bytes)).toMatchObject({ capture: { id: sha256(bytes) } });
  });

  it('goes on after the studio was closed in the middle of it', async () => {
    const bytes = photoBytes(chunk * 3 + 17);
    const { uploadId } = await here.phone.beginSending(bytes);
    await here.phone.send(uploadId, bytes, 0, chunk * 2);
    await restart();
    expect(await here.studio.api.arriving()).toMatchObject([
      { uploadId, receivedBytes: chunk * 2, state: 'arriving' },
    ]);
    expect(await here.phone.upload(bytes)).toMatchObject({
      capture: { id: sha256(bytes) },
      duplicate: false,
    });
  });

  it('believes its file and nothing else, whatever a crash left of it', async () => {
    const bytes = photoBytes(chunk * 2);
    const { uploadId } = await here.phone.beginSending(bytes);
    await here.phone.send(uploadId, bytes, 0, chunk + 1000);
    await restart(() =>
      truncate(join(here.studio.library.directory, 'incoming', `${uploadId}.part`), 12_345),
    );
    expect(await here.phone.beginSending(bytes)).toMatchObject({ uploadId, offset: 12_345 });
    expect(await here.phone.upload(bytes)).toMatchObject({ capture: { id: sha256(bytes) } });
  });

  it('takes a chunk exactly where it stands: not from the past, not from the future, not empty', async () => {
    const bytes = photoBytes(3000);
    const { uploadId } = await here.phone.beginSending(bytes);
    const send = (offset: number, from: number, to: number) =>
      here.phone.connection.sendChunk({ uploadId, offset }, bytes.subarray(from, to));
    expect(await send(0, 0, 1000)).toEqual({ offset: 1000 });
    expect(await send(0, 0, 1000)).toEqual({ offset: 1000 });
    expect(await send(2000, 2000, 3000)).toEqual({ offset: 1000 });
    expect(await send(999, 999, 2000)).toEqual({ offset: 1000 });
    expect(await send(1000, 0, 0)).toEqual({ offset: 1000 });
    expect(await send(1000, 1000, 2000)).toEqual({ offset: 2000 });
    await expect(send(2000, 1000, 2001)).rejects.toMatchObject({ code: 'uploadTooLarge' });
    expect(await send(2000, 2000, 3000)).toEqual({ offset: 3000 });
    expect(
      await here.phone.connection.call('finishUpload', { uploadId, sha256: sha256(bytes) }),
    ).toMatchObject({
      capture: { id: sha256(bytes) },
    });
  });

  it('sent by two tabs at once is one photo', async () => {
    const bytes = photoBytes(chunk * 4);
    const tab = await here.studio.meet(here.credential);
    const { uploadId } = await here.phone.beginSending(bytes);
    const send = async (over: TestPhone) => {
      let offset = 0;
      while (offset < bytes.length)
        ({ offset } = await over.connection.sendChunk(
          { uploadId, offset },
          bytes.subarray(offset, Math.min(bytes.length, offset + 100_000)),
        ));
    };
    await Promise.all([send(here.phone), send(tab)]);
    const ends = await Promise.allSettled(
      [here.phone, tab].map((over) =>
        over.connection.call('finishUpload', { uploadId, sha256: sha256(bytes) }),
      ),
    );
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(ends.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'uploadUnknown' },
    });
    expect(await tab.upload(bytes, { withHash: true })).toMatchObject({ duplicate: true });
    expect((await here.studio.api.hello()).counts.all).toBe(1);
  });

  it('is not sent when the studio has it, and is one photo when it comes twice', async () => {
    const bytes = photoBytes(5000);
    await here.phone.upload(bytes);
    const offered = await here.phone.begin(bytes, { localId: 'another-name-for-it', withHash: true });
    expect(offered).toMatchObject({ state: 'here', capture: { id: sha256(bytes) } });
    expect(await here.phone.upload(bytes, { localId: 'yet-another-name-for-it' })).toMatchObject({
      duplicate: true,
    });

    const other = await here.studio.meet(await here.studio.pair('Second phone'));
    expect((await other.connection.call('captures', { before: null, limit: 10 })).captures).toEqual([]);
    expect(await other.begin(bytes, { withHash: true })).toMatchObject({ state: 'here' });
    expect((await other.connection.call('captures', { before: null, limit: 10 })).captures).toHaveLength(1);
    expect((await here.studio.api.hello()).counts.all).toBe(1);
  });

  it('that arrives altered is thrown away, and begins anew', async () => {
    const bytes = photoBytes(5000);
    const { uploadId } = await here.phone.beginSending(bytes);
    const altered = Uint8Array.from(bytes);
    altered[4000] = (altered[4000] ?? 0) ^ 1;
    await here.phone.send(uploadId, altered, 0);
    await expect(
      here.phone.connection.call('finishUpload', { uploadId, sha256: sha256(bytes) }),
    ).rejects.toMatchObject({ code: 'uploadDamaged' });
    expect(await parts()).toEqual([]);
    expect(await here.phone.upload(bytes)).toMatchObject({ capture: { id: sha256(bytes) } });
  });

  it('cannot be finished before it is whole, and stays', async () => {
    const bytes = photoBytes(5000);
    const { uploadId } = await here.phone.beginSending(bytes);
    await here.phone.send(uploadId, bytes, 0, 1000);
    await expect(
      here.phone.connection.call('finishUpload', { uploadId, sha256: sha256(bytes) }),
    ).rejects.toMatchObject({ code: 'uploadDamaged' });
    expect(await here.phone.beginSending(bytes)).toMatchObject({ uploadId, offset: 1000 });
  });

  it.each([
    ['no photo', () => photoBytes(3000, 'PK\u0003\u0004')],
    ['a program', () => photoBytes(3000, '#!/bin/sh')],
  ])('that is %s is refused once it is looked at, and gone', async (_, make) => {
    await expect(here.phone.upload(make())).rejects.toMatchObject({ code: 'fileNotAPhoto' });
    expect(await parts()).toEqual([]);
    expect((await here.studio.api.hello()).counts.all).toBe(0);
  });

  it.each([
    ['../../../etc/passwd', 'passwd'],
    ['C:\\Windows\\system32\\eye.jpg', 'eye.jpg'],
    ['eye\u0000\u202Egpj.exe\n', 'eyegpj.exe'],
    ['', 'photo'],
    ['x'.repeat(1000), `${'x'.repeat(119)}…`],
  ])('named %j is shown as %j and never becomes a path', async (name, shown) => {
    const { capture } = await here.phone.upload(photoBytes(2000), { name });
    expect(capture.name).toBe(shown);
    const files = await readdir(here.studio.root, { recursive: true });
    expect(files.filter((file) => /passwd|system32|exe$/.test(file))).toEqual([]);
  });

  it('is measured against every limit before a byte is taken', async () => {
    const announce = (localId: string, byteLength: number) =>
      here.phone.connection.call('beginUpload', { localId, name: 'a.jpg', byteLength, sha256: null });
    await expect(announce('x'.repeat(20), companionLimits.fileBytes + 1)).rejects.toMatchObject({
      code: 'uploadTooLarge',
    });
    const large: string[] = [];
    for (let count = 0; count < 20; count += 1) {
      const answer = await announce(`large-${count}-`.padEnd(20, 'x'), companionLimits.fileBytes);
      if (answer.state === 'send') large.push(answer.uploadId);
    }
    await expect(announce('a-byte-more'.padEnd(20, 'x'), 1)).rejects.toMatchObject({
      code: 'tooManyUploads',
    });
    await here.phone.connection.call('abandonUpload', { uploadId: large[0]! });
    for (let count = 19; count < companionLimits.unfinishedUploads; count += 1)
      await announce(`small-${count}-`.padEnd(20, 'x'), 1);
    await expect(announce('one-more'.padEnd(20, 'x'), 1)).rejects.toMatchObject({ code: 'tooManyUploads' });
    expect(await parts()).toEqual([]);
  });

  it('leaves another phone’s alone', async () => {
    const bytes = photoBytes(5000);
    const { uploadId } = await here.phone.beginSending(bytes);
    const other = await here.studio.meet(await here.studio.pair('Second phone'));
    const foreign = { uploadId, offset: 0 };
    await expect(other.connection.sendChunk(foreign, bytes.subarray(0, 100))).rejects.toMatchObject({
      code: 'uploadUnknown',
    });
    await other.connection.call('abandonUpload', { uploadId });
    expect(await here.phone.beginSending(bytes)).toMatchObject({ uploadId, offset: 0 });
    const { capture } = await here.phone.upload(bytes);
    for (const kind of ['thumbnail', 'after'] as const)
      await expect(
        other.connection.readPicture({ captureId: capture.id, kind, offset: 0 }),
      ).rejects.toMatchObject({ code: 'fileMissing' });
    expect(await other.connection.call('process', { captureIds: [capture.id], again: false })).toEqual({
      accepted: 0,
    });
  });

  it('is given up by the phone, or forgotten after a week without a byte', async () => {
    const [one, two] = [photoBytes(5000), photoBytes(6000)];
    const first = await here.phone.beginSending(one);
    await here.phone.send(first.uploadId, one, 0, 1000);
    await here.phone.connection.call('abandonUpload', { uploadId: first.uploadId });
    expect(await parts()).toEqual([]);
    const second = await here.phone.beginSending(two);
    await here.phone.send(second.uploadId, two, 0, 1000);
    await writeFile(join(here.studio.library.directory, 'incoming', 'nobody.part'), 'left over');
    here.studio.time.skip(6 * 86_400_000);
    await restart();
    expect(await parts()).toEqual([`${second.uploadId}.part`]);
    await here.restart({ startsAfterDays: 8 });
    expect(await parts()).toEqual([]);
    expect(await here.studio.api.arriving()).toEqual([]);
  });

  it('survives a connection that is cut in the middle of a chunk', async () => {
    const bytes = photoBytes(chunk * 2);
    const proxy = await cuttingProxy(here.studio.companion.listening.port!);
    const shaky = await here.studio.meet(here.credential, null, await here.studio.carrier(proxy.origin));
    const { uploadId } = await shaky.beginSending(bytes);
    proxy.cutAfter(chunk + 100_000);
    await expect(shaky.send(uploadId, bytes, 0)).rejects.toMatchObject({ code: 'connectionLost' });
    expect(await here.phone.beginSending(bytes)).toMatchObject({ uploadId, offset: chunk });
    expect(await here.phone.upload(bytes)).toMatchObject({ capture: { id: sha256(bytes) } });
    proxy.close();
  });

  it('may be asked to send everything at once: the phone keeps to what may be on its way', async () => {
    const bytes = photoBytes(chunk * 12);
    const { uploadId } = await here.phone.beginSending(bytes);
    // A phone of ours waits by itself: twelve at once are four at a time.
    const all = Array.from({ length: 12 }, (_, index) =>
      here.phone.connection.sendChunk(
        { uploadId, offset: index * chunk },
        bytes.subarray(index * chunk, (index + 1) * chunk),
      ),
    );
    expect((await Promise.all(all)).at(-1)).toEqual({ offset: bytes.length });
  });

  it('begins anew when the same name stands for other bytes', async () => {
    const bytes = photoBytes(5000);
    const first = await here.phone.beginSending(bytes);
    await here.phone.send(first.uploadId, bytes, 0, 1000);
    const other = photoBytes(7000);
    const second = await here.phone.begin(other, { localId: localIdOf(bytes) });
    expect(second).toMatchObject({ state: 'send', offset: 0 });
    expect(await parts()).toEqual([]);
  });
});
