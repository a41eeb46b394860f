/** Messages that are forged, mutated, repeated or out of turn. None is taken, and the studio goes on. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Credential } from '../../contracts/companion/pairing.ts';
import { toBase64Url, utf8 } from '../../transport/sealed/bytes.ts';
import { newKeyPair } from '../../transport/sealed/device-secret.ts';
import type { FrameCarrier } from '../../transport/sealed/frame-carrier.ts';
import { PhoneConnection } from '../../transport/sealed/phone-connection.ts';
import { meetAsPhone } from '../../transport/sealed/phone-handshake.ts';
import { studioAmongStrangers } from './testing/studio-among-strangers.ts';
import { photoBytes } from './testing/test-companion.ts';

describe('strangers', () => {
  const here = studioAmongStrangers();

  it('with a stolen id and a key of their own are nobody', async () => {
    const forged: Credential = { ...here.credential, privateKey: toBase64Url(newKeyPair().privateKey) };
    await expect(meetAsPhone(await here.studio.carrier(), forged)).rejects.toMatchObject({
      code: 'connectionUnsafe',
    });
    await expect(
      meetAsPhone(await here.studio.carrier(), { ...here.credential, deviceId: 'A'.repeat(22) }),
    ).rejects.toMatchObject({ code: 'phoneUnknown' });
    await here.stillServes();
  });

  it('that repeat, move or alter what they heard end the connection, and nothing is taken twice', async () => {
    const bytes = photoBytes(6000);
    for (const change of ['repeated', 'moved', 'altered', 'left out'] as const) {
      const carrier = await here.studio.carrier();
      const tampered = tampering(carrier, change);
      const connection = new PhoneConnection(await meetAsPhone(tampered.carrier, here.credential));
      await connection.call('hello', { after: null, notices: 'page' });
      const begun = await connection.call('beginUpload', {
        localId: change.padEnd(20, '-').replaceAll(' ', '-'),
        name: 'a.jpg',
        byteLength: bytes.length,
        sha256: null,
      });
      if (begun.state !== 'send') throw new Error('here already');
      const { uploadId } = begun;
      tampered.begin();
      const sent = [0, 2000, 4000].map((offset) =>
        connection.sendChunk({ uploadId, offset }, bytes.subarray(offset, offset + 2000)),
      );
      const ends = await Promise.allSettled(sent);
      expect([change, ends.some(({ status }) => status === 'rejected')]).toEqual([change, true]);
      connection.close();
    }
    // What was whole before the change may be there, and nothing else: the file is a beginning of the photo.
    for (const { receivedBytes } of await here.studio.api.arriving()) expect(receivedBytes % 2000).toBe(0);
    await here.stillServes();
  });

  it('throw ten thousand random and mutated messages at it, before and after a handshake', async () => {
    const phone = await here.studio.meet(here.credential);
    await phone.upload(photoBytes(2000));
    const before = JSON.stringify([(await here.studio.api.hello()).counts, await here.studio.api.arriving()]);
    const openings = [
      { version: 1, kind: 'device', deviceId: here.credential.deviceId, share: toBase64Url(randomBytes(32)) },
      {
        version: 1,
        kind: 'pair',
        by: 'digits',
        hint: null,
        session: toBase64Url(randomBytes(16)),
        share: toBase64Url(randomBytes(32)),
      },
    ].map((opening) => utf8(JSON.stringify(opening)));
    const seed = (round: number) => mutate(openings[round % 2]!, round);
    let sent = 0;
    for (let round = 0; sent < 10_000; round += 1) {
      // Few handshakes get far: most rounds hang up on the first message.
      const socket = await here.connectedPageSocket();
      const closed = new Promise((resolve) => socket.once('disconnect', resolve));
      for (let message = 0; message < 200; message += 1, sent += 1) {
        const kind = (round + message) % 5;
        if (kind === 0) socket.emit('frame', seed(message));
        else if (kind === 1) socket.emit('frame', randomBytes(message * 7));
        else if (kind === 2) socket.emit('frame', 'text', { a: message }, randomBytes(3));
        else if (kind === 3) socket.emit(String.fromCharCode(97 + (message % 26)), randomBytes(9));
        else socket.emit('frame', JSON.parse('{"__proto__":{"version":1}}'));
      }
      await closed;
    }
    expect(sent).toBeGreaterThanOrEqual(10_000);
    // Of somebody who is known, but sends what no page of ours sends.
    const calls: unknown[] = [
      null,
      [],
      { call: 2 },
      { call: 2, method: 'constructor', argument: {} },
      { call: 2, method: '__proto__', argument: {} },
      { call: 2, method: 'hello', argument: { after: null, notices: 'page' } },
      { call: -1, method: 'ping', argument: {} },
      { call: 2, method: 'ping', argument: { extra: true } },
      { call: 2, method: 'captures', argument: { before: null, limit: 1e9 } },
      {
        call: 2,
        method: 'readPicture',
        argument: { captureId: '../../secret.txt', kind: 'after', offset: 0 },
      },
      { call: 2, method: 'sendChunk', argument: { uploadId: '../../../etc/passwd', offset: 0 } },
    ];
    for (const call of calls) {
      const channel = await meetAsPhone(await here.studio.carrier(), here.credential);
      const closed = new Promise<void>((resolve) => channel.onClose(resolve));
      channel.onMessage(() => {});
      channel.send({ call: 1, method: 'hello', argument: { after: null, notices: 'page' } });
      channel.send(call);
      await closed;
    }
    expect(JSON.stringify([(await here.studio.api.hello()).counts, await here.studio.api.arriving()])).toBe(
      before,
    );
    await here.stillServes();
  });

  it('cannot call before hello, nor send bytes with what takes none', async () => {
    for (const [header, bytes] of [
      [{ call: 1, method: 'captures', argument: { before: null, limit: 1 } }, new Uint8Array()],
      [{ call: 1, method: 'hello', argument: { after: null, notices: 'page' } }, new Uint8Array(5)],
    ] as const) {
      const channel = await meetAsPhone(await here.studio.carrier(), here.credential);
      const closed = new Promise<void>((resolve) => channel.onClose(resolve));
      channel.onMessage(() => {});
      channel.send(header, bytes);
      await closed;
    }
  });
});

/** One byte changed, cut off, or put in, by a number that says where. */
function mutate(bytes: Uint8Array, number: number): Uint8Array {
  const at = (number * 31) % bytes.length;
  if (number % 3 === 0) return bytes.slice(0, at);
  const changed = Uint8Array.from(bytes);
  changed[at] = (changed[at]! + 1 + (number % 200)) % 256;
  return number % 3 === 1
    ? changed
    : Uint8Array.of(...changed.slice(0, at), number % 256, ...changed.slice(at));
}

/** Stands between phone and studio, and changes the second frame after `begin`. */
function tampering(carrier: FrameCarrier, change: 'repeated' | 'moved' | 'altered' | 'left out') {
  let count = Number.NEGATIVE_INFINITY;
  let held: Uint8Array | null = null;
  return {
    begin: () => {
      count = 0;
    },
    carrier: {
      ...carrier,
      send(frame: Uint8Array) {
        count += 1;
        if (held) {
          carrier.send(frame);
          carrier.send(held);
          held = null;
        } else if (count !== 2) carrier.send(frame);
        else if (change === 'repeated') {
          carrier.send(frame);
          carrier.send(frame);
        } else if (change === 'moved') held = frame;
        else if (change === 'altered')
          carrier.send(frame.map((byte, index) => (index === 9 ? byte ^ 1 : byte)));
      },
    } satisfies FrameCarrier,
  };
}
