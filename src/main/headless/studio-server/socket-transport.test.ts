import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { servedStudio } from './testing/served-studio.ts';

describe('the socket of a studio served to a browser', () => {
  const here = servedStudio();

  it('carries calls and numbered events over its socket', async () => {
    const socket = here.openSocket();
    await once(socket, 'open');
    const hello = await call(socket, { type: 'APPLY', path: ['hello'], argumentList: [] });
    expect(hello).toMatchObject({ type: 'RAW', value: { product: 'IrisVue Studio', host: 'browser' } });
    const event = once(socket, 'message');
    await here.studio.api.writeSettings({ theme: 'light' });
    expect(JSON.parse(String((await event)[0]))).toMatchObject({
      kind: 'event',
      sequence: 1,
      event: { type: 'settings', settings: { theme: 'light' } },
    });
    socket.terminate();
  });

  it.each([
    ['a read', { type: 'GET', path: ['hello'] }],
    ['a constructor', { type: 'APPLY', path: ['constructor', 'constructor'], argumentList: [] }],
    ['a prototype', { type: 'APPLY', path: ['__proto__'], argumentList: [] }],
    ['another method', { type: 'APPLY', path: ['close'], argumentList: [] }],
    [
      'a path for an id',
      { type: 'APPLY', path: ['photoDetail'], argumentList: [{ type: 'RAW', value: '../x' }] },
    ],
    [
      'a number for a list',
      { type: 'APPLY', path: ['deletePhotos'], argumentList: [{ type: 'RAW', value: 7 }] },
    ],
  ])('refuses %s on its socket', async (_, message) => {
    const socket = here.openSocket();
    await once(socket, 'open');
    expect(await call(socket, message)).toMatchObject({
      type: 'HANDLER',
      name: 'throw',
      value: { value: { code: 'unexpected', details: { reason: expect.stringMatching(/^refused/) } } },
    });
    socket.terminate();
  });

  it('opens no socket for anybody else', async () => {
    expect(await refusal(here.openSocket('/wrong/socket'))).toContain('404');
    expect(await refusal(here.openSocket(here.at('other')))).toContain('404');
    expect(await refusal(here.openSocket(undefined, {}))).toContain('403');
    expect(await refusal(here.openSocket(undefined, { origin: 'http://evil.example' }))).toContain('403');
    expect(
      await refusal(here.openSocket(undefined, { origin: here.link.origin, host: 'evil.example' })),
    ).toContain('421');
  });

  it('survives messages that are none', async () => {
    const socket = here.openSocket();
    await once(socket, 'open');
    for (const text of ['', '{', 'null', '[]', '{"id":5}']) socket.send(text);
    socket.send(Buffer.from([1, 2, 3]));
    expect(await call(socket, { type: 'APPLY', path: ['readSettings'], argumentList: [] })).toMatchObject({
      type: 'RAW',
    });
    socket.terminate();
  });
});

async function refusal(socket: WebSocket): Promise<string> {
  const [error] = (await once(socket, 'error')) as [Error];
  return error.message;
}
async function call(socket: WebSocket, message: object): Promise<unknown> {
  const answer = new Promise((resolve) => {
    socket.on('message', (data) => {
      const parsed = JSON.parse(String(data));
      if (parsed.id === '1') resolve(parsed);
    });
  });
  socket.send(JSON.stringify({ id: '1', ...message }));
  return answer;
}
