/** What strangers in the same network try. Nothing of it is accepted, and the studio goes on. */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { get, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { companionLimits } from '../../contracts/companion/limits.ts';
import type { Credential } from '../../contracts/companion/pairing.ts';
import { toBase64Url, utf8 } from '../../transport/sealed/bytes.ts';
import { newKeyPair } from '../../transport/sealed/device-secret.ts';
import type { FrameCarrier } from '../../transport/sealed/frame-carrier.ts';
import { openCarrier } from '../../transport/sealed/open-carrier.ts';
import { PhoneConnection } from '../../transport/sealed/phone-connection.ts';
import { meetAsPhone } from '../../transport/sealed/phone-handshake.ts';
import { socketCarrier } from '../../transport/sealed/socket-carrier.ts';
import { socketPath } from '../../transport/sealed/socket-path.ts';
import type { ListenerLimits } from './server/lan-listener.ts';
import { openTestCompanion, photoBytes, sha256, type TestCompanion } from './testing/test-companion.ts';

describe('strangers', () => {
  let studio: TestCompanion;
  let credential: Credential;
  beforeEach(async () => {
    await open();
  });
  afterEach(() => studio.close());

  /** Limits of time are the usual ones where they are not what is tried: a machine that stands still is no stranger. */
  async function open(limits: Partial<ListenerLimits> = {}): Promise<void> {
    studio = await openTestCompanion({
      limits: { connectionsPerAddress: 12, ...limits },
      meetingsPerMinute: 100_000,
    });
    credential = await studio.pair();
  }

  const host = () => new URL(studio.origin()).host;
  const port = () => studio.companion.listening.port!;
  /** The studio still serves its phone. */
  async function stillServes(): Promise<void> {
    const phone = await studio.meet(credential);
    const bytes = photoBytes(2000);
    expect((await phone.upload(bytes)).capture.id).toBe(sha256(bytes));
    phone.connection.close();
  }

  function status(path: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
    return new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port: port(), path, method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      asked.on('error', reject);
      asked.end();
    });
  }

  it.each([
    ['a name that was rebound to this machine', 'evil.example:PORT', 421],
    ['another name of the same machine', 'localhost:PORT', 421],
    ['no port', '127.0.0.1', 421],
    ['another port', '127.0.0.1:1', 421],
    ['the address as it is', '127.0.0.1:PORT', 200],
  ])('with %s as Host are told %#', async (_, name, expected) => {
    expect(await status('/', { host: name.replace('PORT', String(port())) })).toBe(expected);
  });

  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/assets/..\\..\\secret.txt',
    '//etc/passwd',
    '/assets/page.js%00.html',
    '/library.db',
  ])('find nothing at %s', async (path) => {
    expect(await status(path, { host: host() })).toBe(404);
  });

  it('may not write, and see a page that may do little', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect(await status('/', { host: host() }, method)).toBe(405);
    const response = await fetch(studio.origin());
    expect(response.headers.get('set-cookie')).toBeNull();
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`connect-src 'self' ws://${host()};`);
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    ['a foreign page', () => ({ origin: 'http://evil.example' })],
    ['a page of another port', () => ({ origin: 'http://127.0.0.1:1' })],
    ['HTTPS', () => ({ origin: `https://${host()}` })],
    ['no page at all', () => ({})],
    ['a rebound name', () => ({ host: `evil.example:${port()}`, origin: `http://evil.example:${port()}` })],
    ['an opaque page', () => ({ origin: 'null' })],
  ])('cannot open the socket from %s', async (_, headers) => {
    await expect(openCarrier(studio.origin(), { headers: headers() })).rejects.toMatchObject({
      code: 'connectionLost',
    });
    await stillServes();
  });

  it('cannot use polling, or an old protocol', async () => {
    const same = { host: host(), origin: studio.origin() };
    expect(await status(`${socketPath}/?EIO=4&transport=polling`, same)).toBe(400);
    expect(await status(`${socketPath}/?EIO=3&transport=websocket`, same)).toBe(400);
  });

  it('that say hello slowly, or nothing, are let go', async () => {
    await studio.close();
    await open({ headersMs: 1500, requestMs: 3000 });
    const slow = connect(port(), '127.0.0.1');
    slow.on('error', () => {});
    slow.write(`GET / HTTP/1.1\r\nHost: ${host()}\r\nX-Slow: `);
    const drip = setInterval(() => slow.writable && slow.write('a'), 50);
    await closeOf(slow);
    clearInterval(drip);
    const silent = await openCarrier(studio.origin(), { headers: { origin: studio.origin() } });
    const closed = new Promise<void>((resolve) => silent.onClose(resolve));
    await studio.time.advance(10_000);
    await closed;
    await stillServes();
  });

  it('that open connections without end get so many and no more', async () => {
    const sockets = Array.from({ length: 40 }, () => connect(port(), '127.0.0.1').on('error', () => {}));
    const closed = sockets.map(closeOf);
    await Promise.race(closed);
    while (sockets.filter(({ destroyed, closed }) => !destroyed && !closed).length > 12)
      await new Promise(setImmediate);
    for (const socket of sockets) socket.destroy();
    await Promise.all(closed);
    // The other end learns of it a moment later.
    for (let carrier = null; carrier === null; ) carrier = await studio.carrier().catch(() => null);
    await stillServes();
  });

  it('cannot send a message larger than a chunk', async () => {
    const carrier = await studio.carrier();
    const closed = new Promise<void>((resolve) => carrier.onClose(resolve));
    carrier.send(new Uint8Array(companionLimits.messageBytes * 2));
    await closed;
    await stillServes();
  });

  it('cannot have it gather pieces of a message that never becomes whole', async () => {
    const socket = io(studio.origin(), {
      path: socketPath,
      transports: ['websocket'],
      reconnection: false,
      extraHeaders: { origin: studio.origin() },
    });
    await new Promise((resolve, reject) =>
      socket.once('connect', () => resolve(null)).once('connect_error', reject),
    );
    const closed = new Promise((resolve) => socket.once('disconnect', resolve));
    socket.io.engine.write('52-["frame",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]');
    await closed;
    await stillServes();
  });

  it('with a stolen id and a key of their own are nobody', async () => {
    const forged: Credential = { ...credential, privateKey: toBase64Url(newKeyPair().privateKey) };
    await expect(meetAsPhone(await studio.carrier(), forged)).rejects.toMatchObject({
      code: 'connectionUnsafe',
    });
    await expect(
      meetAsPhone(await studio.carrier(), { ...credential, deviceId: 'A'.repeat(22) }),
    ).rejects.toMatchObject({ code: 'phoneUnknown' });
    await stillServes();
  });

  it('that repeat, move or alter what they heard end the connection, and nothing is taken twice', async () => {
    const bytes = photoBytes(6000);
    for (const change of ['repeated', 'moved', 'altered', 'left out'] as const) {
      const carrier = await studio.carrier();
      const tampered = tampering(carrier, change);
      const connection = new PhoneConnection(await meetAsPhone(tampered.carrier, credential));
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
    for (const { receivedBytes } of await studio.api.arriving()) expect(receivedBytes % 2000).toBe(0);
    await stillServes();
  });

  it('throw ten thousand random and mutated messages at it, before and after a handshake', async () => {
    const phone = await studio.meet(credential);
    await phone.upload(photoBytes(2000));
    const before = JSON.stringify([(await studio.api.hello()).counts, await studio.api.arriving()]);
    const openings = [
      { version: 1, kind: 'device', deviceId: credential.deviceId, share: toBase64Url(randomBytes(32)) },
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
      const socket = io(studio.origin(), {
        path: socketPath,
        transports: ['websocket'],
        forceNew: true,
        reconnection: false,
        extraHeaders: { origin: studio.origin() },
      });
      await new Promise((resolve, reject) =>
        socket.once('connect', () => resolve(null)).once('connect_error', reject),
      );
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
      const channel = await meetAsPhone(await studio.carrier(), credential);
      const closed = new Promise<void>((resolve) => channel.onClose(resolve));
      channel.onMessage(() => {});
      channel.send({ call: 1, method: 'hello', argument: { after: null, notices: 'page' } });
      channel.send(call);
      await closed;
    }
    expect(JSON.stringify([(await studio.api.hello()).counts, await studio.api.arriving()])).toBe(before);
    await stillServes();
  });

  it('is let go when it asks for pictures without end and reads none of them', async () => {
    const mine = await studio.meet(credential);
    const { capture } = await mine.upload(photoBytes(4000));
    await mine.connection.call('process', { captureIds: [capture.id], again: false });
    await studio.worker.complete(await studio.worker.next());
    await mine.told('notice', ({ notice }) => notice.type === 'finished');
    const resultId = studio.host.gallery.cards([capture.id])[0]!.result!.id;
    await writeFile(studio.library.result(resultId)!.picturePath, photoBytes(600_000));
    mine.connection.close();
    await expect.poll(async () => (await studio.api.phones()).devices[0]?.connected).toBe(false);

    const socket = io(studio.origin(), {
      path: socketPath,
      transports: ['websocket'],
      reconnection: false,
      extraHeaders: { origin: studio.origin() },
    });
    const greedy = await studio.meet(credential, null, socketCarrier(socket));
    const transport = socket.io.engine.transport as unknown as { ws: { _socket: Socket } };
    // Kept: once it is let go, its transport has forgotten it.
    const { _socket: deaf } = transport.ws;
    deaf.pause();
    const isThere = async () => (await studio.api.phones()).devices[0]?.connected;
    for (let asked = 0; asked < 400 && (await isThere()); asked += 1) {
      greedy.connection.readPicture({ captureId: capture.id, kind: 'after', offset: 0 }).catch(() => {});
      await new Promise(setImmediate);
    }
    await expect.poll(isThere).toBe(false);
    deaf.destroy();
    await stillServes();
  });

  it('cannot call before hello, nor send bytes with what takes none', async () => {
    for (const [header, bytes] of [
      [{ call: 1, method: 'captures', argument: { before: null, limit: 1 } }, new Uint8Array()],
      [{ call: 1, method: 'hello', argument: { after: null, notices: 'page' } }, new Uint8Array(5)],
    ] as const) {
      const channel = await meetAsPhone(await studio.carrier(), credential);
      const closed = new Promise<void>((resolve) => channel.onClose(resolve));
      channel.onMessage(() => {});
      channel.send(header, bytes);
      await closed;
    }
  });

  it('finds nobody listening once the last phone is gone', async () => {
    const before = port();
    await studio.api.revokeDevice((await studio.api.phones()).devices[0]!.id);
    await expect(
      new Promise((resolve, reject) => get(`http://127.0.0.1:${before}/`, resolve).on('error', reject)),
    ).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

const closeOf = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()));

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
