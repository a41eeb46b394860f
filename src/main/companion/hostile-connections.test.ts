/** Connections that are too slow, too many, too large or never read. They are let go, and the studio goes on. */
import { writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { companionLimits } from '../../contracts/companion/limits.ts';
import { socketCarrier } from '../../transport/sealed/socket-carrier.ts';
import { studioAmongStrangers } from './testing/studio-among-strangers.ts';
import { photoBytes } from './testing/test-companion.ts';

describe('strangers', () => {
  const here = studioAmongStrangers();

  it('that say hello slowly, or nothing, are let go', async () => {
    await here.reopen({ headersMs: 1500, requestMs: 3000 });
    const slow = here.plainSocket();
    slow.write(`GET / HTTP/1.1\r\nHost: ${here.host()}\r\nX-Slow: `);
    const drip = setInterval(() => slow.writable && slow.write('a'), 50);
    await closeOf(slow);
    clearInterval(drip);
    // Limits that short are for that socket alone: a phone on a busy machine may need longer.
    await here.reopen();
    const silent = await here.studio.carrier();
    const closed = new Promise<void>((resolve) => silent.onClose(resolve));
    await here.studio.time.advance(10_000);
    await closed;
    await here.stillServes();
  });

  it('that open connections without end get so many and no more', async () => {
    const sockets = Array.from({ length: 40 }, () => here.plainSocket());
    const closed = sockets.map(closeOf);
    await Promise.race(closed);
    while (sockets.filter(({ destroyed, closed }) => !destroyed && !closed).length > 12)
      await new Promise(setImmediate);
    for (const socket of sockets) socket.destroy();
    await Promise.all(closed);
    // The other end learns of it a moment later.
    for (let carrier = null; carrier === null; ) carrier = await here.studio.carrier().catch(() => null);
    await here.stillServes();
  });

  it('cannot send a message larger than a chunk', async () => {
    const carrier = await here.studio.carrier();
    const closed = new Promise<void>((resolve) => carrier.onClose(resolve));
    carrier.send(new Uint8Array(companionLimits.messageBytes * 2));
    await closed;
    await here.stillServes();
  });

  it('cannot have it gather pieces of a message that never becomes whole', async () => {
    const socket = await here.connectedPageSocket();
    const closed = new Promise((resolve) => socket.once('disconnect', resolve));
    socket.io.engine.write('52-["frame",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]');
    await closed;
    await here.stillServes();
  });

  it('is let go when it asks for pictures without end and reads none of them', async () => {
    const mine = await here.studio.meet(here.credential);
    const { capture } = await mine.upload(photoBytes(4000));
    await mine.connection.call('process', { captureIds: [capture.id], again: false });
    await here.studio.worker.complete(await here.studio.worker.next());
    await mine.told('notice', ({ notice }) => notice.type === 'finished');
    const resultId = here.studio.host.gallery.cards([capture.id])[0]!.result!.id;
    await writeFile(here.studio.library.result(resultId)!.picturePath, photoBytes(600_000));
    mine.connection.close();
    await expect.poll(async () => (await here.studio.api.phones()).devices[0]?.connected).toBe(false);

    const socket = here.pageSocket();
    const greedy = await here.studio.meet(here.credential, null, socketCarrier(socket));
    const transport = socket.io.engine.transport as unknown as { ws: { _socket: Socket } };
    // Kept: once it is let go, its transport has forgotten it.
    const { _socket: deaf } = transport.ws;
    deaf.pause();
    const isThere = async () => (await here.studio.api.phones()).devices[0]?.connected;
    for (let asked = 0; asked < 400 && (await isThere()); asked += 1) {
      greedy.connection.readPicture({ captureId: capture.id, kind: 'after', offset: 0 }).catch(() => {});
      await new Promise(setImmediate);
    }
    await expect.poll(isThere).toBe(false);
    deaf.destroy();
    await here.stillServes();
  });

  it('finds nobody listening once the last phone is gone', async () => {
    const before = here.port();
    await here.studio.api.revokeDevice((await here.studio.api.phones()).devices[0]!.id);
    await expect(
      new Promise((resolve, reject) => get(`http://127.0.0.1:${before}/`, resolve).on('error', reject)),
    ).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

const closeOf = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()));
