import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { browserHost } from '../../../contracts/browser-host.ts';
import { mediaPath } from '../../../contracts/studio-api.ts';
import { openTestStudio, type TestStudio } from '../../window/testing/test-studio.ts';
import { attachment } from './media.ts';
import { type StudioServer, startStudioServer } from './studio-server.ts';

describe('the studio served to a browser', () => {
  let studio: TestStudio;
  let server: StudioServer;
  let link: URL;
  beforeEach(async () => {
    studio = await openTestStudio();
    const windowDirectory = join(studio.folder, 'window');
    await mkdir(join(windowDirectory, 'assets'), { recursive: true });
    await writeFile(join(windowDirectory, 'index.html'), '<!doctype html>');
    await writeFile(join(windowDirectory, 'assets/main-1234.js'), 'export {}');
    await writeFile(join(windowDirectory, 'assets/main-1234.js.map'), '{}');
    await writeFile(join(studio.folder, 'secret.js'), 'secret');
    server = await startStudioServer({ host: studio.host, windowDirectory, port: 0, largestUpload: 100_000 });
    link = new URL(server.link);
  });
  afterEach(async () => {
    await server.close();
    await studio.close();
  });

  /** Sends the path as it is: `fetch` would tidy it up first. */
  function ask(
    path: string,
    options: { method?: string; headers?: OutgoingHttpHeaders; body?: string } = {},
  ) {
    const { method = 'GET', headers = {}, body } = options;
    return new Promise<{ status: number; headers: Record<string, string>; body: string }>(
      (resolve, reject) => {
        const request = httpRequest(
          {
            host: link.hostname,
            port: link.port,
            path,
            method,
            headers: { ...(method === 'POST' && { origin: link.origin }), ...headers },
            agent: false,
          },
          async (response) => {
            let text = '';
            for await (const piece of response.setEncoding('utf8')) text += piece;
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers as Record<string, string>,
              body: text,
            });
          },
        );
        request.once('error', reject);
        request.end(body);
      },
    );
  }
  const at = (path: string) => link.pathname + path;
  const upload = (body: string, headers: OutgoingHttpHeaders = {}) =>
    ask(at(browserHost.import), {
      method: 'POST',
      body,
      headers: { [browserHost.nameHeader]: encodeURIComponent('Auge ü.jpg'), ...headers },
    });

  function openSocket(path = at(browserHost.socket), headers: OutgoingHttpHeaders = { origin: link.origin }) {
    return new WebSocket(`ws://${link.host}${path}`, { headers: headers as Record<string, string> });
  }
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

  it('serves the window with headers that let it do nothing but its work', async () => {
    const page = await ask(at(''));
    expect(page).toMatchObject({ status: 200, body: '<!doctype html>' });
    expect(page.headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(page.headers['set-cookie']).toBeUndefined();
    expect(await ask(at('assets/main-1234.js'))).toMatchObject({ status: 200, body: 'export {}' });
    expect(await ask(link.pathname.slice(0, -1))).toMatchObject({ status: 308 });
  });

  it.each([
    'assets/main-1234.js.map',
    '../secret.js',
    'assets/../../secret.js',
    'assets/%2e%2e/%2e%2e/secret.js',
    'assets/..%2f..%2fsecret.js',
    'assets\\..\\..\\secret.js',
    '//etc/passwd',
    'media/thumbnail/../../data/library.db',
    'media/thumbnail/..%2f..%2flibrary.db',
    'media/result/library.db',
    'media/constructor/x',
    `media/thumbnail/${'g'.repeat(64)}`,
    'media/',
    'download/../library.db',
    `download/${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}`,
    'socket',
  ])('has nothing at %s', async (path) => {
    const answer = await ask(at(path));
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('secret');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('is closed to whoever lacks the link, has it under another name, or comes from elsewhere', async () => {
    expect(await ask('/')).toMatchObject({ status: 404 });
    expect(await ask('/index.html')).toMatchObject({ status: 404 });
    expect(await ask(at(''), { headers: { host: `localhost:${link.port}` } })).toMatchObject({ status: 421 });
    expect(await ask(at(''), { headers: { origin: 'https://evil.example' } })).toMatchObject({ status: 403 });
    expect(await ask(at(''), { headers: { 'sec-fetch-site': 'cross-site' } })).toMatchObject({ status: 403 });
    expect(await ask(at('import'), { method: 'POST', headers: { origin: 'null' } })).toMatchObject({
      status: 403,
    });
    expect(await ask(at('import'), { method: 'DELETE', headers: { origin: link.origin } })).toMatchObject({
      status: 405,
    });
  });

  it('listens to this machine only', async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address && !address.internal && address.family === 'IPv4');
    if (!outside) return;
    const socket = connect({ host: outside.address, port: Number(link.port) });
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  });

  it('imports what it is sent, under a cleaned name, and leaves no upload behind', async () => {
    const answer = await upload('eye');
    const report = JSON.parse(answer.body);
    expect(report).toMatchObject({ added: [expect.any(String)], failed: [] });
    expect(studio.library.photo(report.added[0])).toMatchObject({ name: 'Auge ü.jpg', byteLength: 3 });
    const named = await upload('eye two', {
      [browserHost.nameHeader]: encodeURIComponent('../../x/evil\u202Egpj.exe'),
    });
    expect(studio.library.photo(JSON.parse(named.body).added[0])?.name).toBe('evilgpj.exe');
    expect(JSON.parse((await upload('eye')).body)).toMatchObject({ duplicates: report.added });
    expect(JSON.parse((await upload('text')).body)).toEqual({
      added: [],
      duplicates: [],
      failed: [{ name: 'Auge ü.jpg', code: 'fileNotAPhoto' }],
    });
    expect(await readdir(studio.library.layout.scratch)).toEqual([]);
    expect(await upload('eye', { [browserHost.nameHeader]: '%' })).toMatchObject({ status: 400 });
  });

  it('takes several photos at a time', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map((number) => upload(`eye ${number}`)));
    expect(answers.map(({ body }) => JSON.parse(body).added.length)).toEqual([1, 1, 1, 1]);
  });

  it('stops reading a photo that is larger than it may be, declared or not', async () => {
    const tooLarge = { failed: [{ code: 'fileTooLarge' }] };
    expect(JSON.parse((await upload('x'.repeat(100_001))).body)).toMatchObject(tooLarge);
    const chunked = await upload('x'.repeat(100_001), { 'transfer-encoding': 'chunked' });
    expect(JSON.parse(chunked.body)).toMatchObject(tooLarge);
    expect(await readdir(studio.library.layout.scratch)).toEqual([]);
  });

  it('forgets a photo whose sender goes away in the middle', async () => {
    const request = httpRequest({
      host: link.hostname,
      port: link.port,
      path: at(browserHost.import),
      method: 'POST',
      headers: { origin: link.origin, [browserHost.nameHeader]: 'eye.jpg', 'content-length': 1000 },
    });
    request.on('error', () => {});
    request.write('eye');
    const { scratch } = studio.library.layout;
    while ((await readdir(scratch)).length === 0) await new Promise(setImmediate);
    request.destroy();
    while ((await readdir(scratch)).length > 0) await new Promise(setImmediate);
    expect(studio.library.photos()).toEqual([]);
  });

  it('hands out pictures by their ids, and a download under its name', async () => {
    const id = JSON.parse((await upload('eye')).body).added[0];
    const thumbnail = await ask(at(browserHost.media(mediaPath.thumbnail(id))));
    expect(thumbnail).toMatchObject({ status: 200, body: 'made: thumbnail' });
    expect(thumbnail.headers).toMatchObject({ 'content-type': 'image/webp' });
    expect(await ask(at(browserHost.media(mediaPath.photo(id))))).toMatchObject({
      body: 'made: preview',
      headers: { 'cache-control': 'no-store' },
    });

    const told = studio.told(({ type }) => type === 'ended');
    const { recipe } = await studio.api.readSettings();
    await studio.api.process({ photoIds: [id], recipe, again: false });
    await studio.worker.complete(await studio.worker.next());
    await told;
    const resultId = (await studio.api.photoDetail(id))!.card.result!.id;
    for (const [path, body] of [
      [mediaPath.result(resultId), 'a finished picture'],
      [mediaPath.visibleMask(resultId), 'a finished picture'],
      [mediaPath.before(resultId), 'made: before'],
      [mediaPath.resultThumbnail(resultId), 'made: resultThumbnail'],
    ] as const) {
      expect(await ask(at(browserHost.media(path)))).toMatchObject({ status: 200, body });
    }
    const plain = await ask(at(browserHost.download(resultId, null, null)));
    expect(plain).toMatchObject({ status: 200, body: 'a finished picture' });
    expect(plain.headers['content-disposition']).toBe(attachment('Auge ü-iris.png'));
    const converted = await ask(at(browserHost.download(resultId, 'jpeg', null)));
    expect(converted).toMatchObject({ body: 'made: convert', headers: { 'content-type': 'image/jpeg' } });
    expect(studio.media.tasks.at(-1)?.task).toMatchObject({ task: 'convert', largest: null });
    expect(await ask(at(browserHost.download(resultId, 'tiff', 512)))).toMatchObject({ status: 200 });
    expect(studio.media.tasks.at(-1)?.task).toMatchObject({ format: 'tiff', largest: 512 });
    expect(await ask(at(`download/${resultId}?size=7`))).toMatchObject({ status: 404 });
    // It is removed once it was sent.
    while ((await readdir(studio.library.layout.scratch)).length > 0) await new Promise(setImmediate);
    expect(await ask(at(browserHost.media(mediaPath.result(resultId))), { method: 'HEAD' })).toMatchObject({
      status: 200,
      body: '',
    });
  });

  it('adds a model from a file, and answers with the reason where it cannot', async () => {
    const send = (body: string) =>
      ask(at(browserHost.models), {
        method: 'POST',
        body,
        headers: { [browserHost.nameHeader]: 'My%20model.pth', [browserHost.licenceHeader]: 'BSD' },
      });
    expect(JSON.parse((await send('tiny weights')).body)).toEqual({
      model: expect.objectContaining({ id: 'my-model', licence: 'BSD', own: true }),
    });
    expect(await studio.api.listModels()).toContainEqual(expect.objectContaining({ id: 'my-model' }));
    await studio.api.removeModel('my-model');
    expect((await studio.api.listModels()).filter(({ own }) => own)).toEqual([]);
    expect(JSON.parse((await send('no weights')).body)).toEqual({ failure: 'modelUnsupported' });
    while ((await readdir(studio.library.layout.scratch)).length > 0) await new Promise(setImmediate);
  });

  it('carries calls and numbered events over its socket', async () => {
    const socket = openSocket();
    await once(socket, 'open');
    const hello = await call(socket, { type: 'APPLY', path: ['hello'], argumentList: [] });
    expect(hello).toMatchObject({ type: 'RAW', value: { product: 'IrisVue Studio', host: 'browser' } });
    const event = once(socket, 'message');
    await studio.api.writeSettings({ theme: 'light' });
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
    const socket = openSocket();
    await once(socket, 'open');
    expect(await call(socket, message)).toMatchObject({
      type: 'HANDLER',
      name: 'throw',
      value: { value: { code: 'unexpected', details: { reason: expect.stringMatching(/^refused/) } } },
    });
    socket.terminate();
  });

  it('opens no socket for anybody else', async () => {
    expect(await refusal(openSocket('/wrong/socket'))).toContain('404');
    expect(await refusal(openSocket(at('other')))).toContain('404');
    expect(await refusal(openSocket(undefined, {}))).toContain('403');
    expect(await refusal(openSocket(undefined, { origin: 'http://evil.example' }))).toContain('403');
    expect(await refusal(openSocket(undefined, { origin: link.origin, host: 'evil.example' }))).toContain(
      '421',
    );
  });

  it('survives messages that are none', async () => {
    const socket = openSocket();
    await once(socket, 'open');
    for (const text of ['', '{', 'null', '[]', '{"id":5}']) socket.send(text);
    socket.send(Buffer.from([1, 2, 3]));
    expect(await call(socket, { type: 'APPLY', path: ['readSettings'], argumentList: [] })).toMatchObject({
      type: 'RAW',
    });
    socket.terminate();
  });
});

it('names a download for every client', () => {
  expect(attachment('a"b\\ü%.png')).toBe(
    `attachment; filename="a_b___.png"; filename*=UTF-8''a%22b%5C%C3%BC%25.png`,
  );
});
