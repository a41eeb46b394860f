/** A server on this machine that hangs up, forgets what a range is, or sends something else. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DownloadOptions, download } from './download.ts';

const file = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7919) >> 4));
const sha256 = createHash('sha256').update(file).digest('hex');

let directory: string;
let server: Server;
let ranges: (string | undefined)[];
let hangUp: { readonly at: number; readonly response: ServerResponse } | null;
/** What the server does with a request, by its number from 0. */
let behave: (request: IncomingMessage, response: ServerResponse, number: number) => void;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'download-'));
  ranges = [];
  hangUp = null;
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    behave(request, response, ranges.length - 1);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(directory, { recursive: true });
});

/** Sends what was asked for, and hangs up when `until` bytes of it have arrived. */
function send(
  request: IncomingMessage,
  response: ServerResponse,
  until = Number.POSITIVE_INFINITY,
  body = file,
) {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const part = body.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, {
    'content-length': part.length,
    ...(start > 0 && { 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` }),
  });
  if (until >= part.length) response.end(part);
  else {
    response.write(part.subarray(0, until));
    hangUp = { at: start + until, response };
  }
}

const path = () => join(directory, 'model.part');
function get(options: DownloadOptions = {}) {
  const { port } = server.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}/model.pth`;
  const onProgress = (received: number, total: number) => {
    options.onProgress?.(received, total);
    if (hangUp !== null && received >= hangUp.at) hangUp.response.destroy();
  };
  const request = { address, bytes: file.length, sha256, path: path() };
  return download(request, { pause: async () => {}, ...options, onProgress });
}
const isThere = () =>
  stat(path()).then(
    () => true,
    () => false,
  );

test('a line that breaks is taken up where it broke, and progress never falls', async () => {
  behave = (request, response, number) => send(request, response, number < 3 ? 70_000 : undefined);
  const progress: number[] = [];
  await get({ onProgress: (received) => progress.push(received) });
  expect(await readFile(path())).toEqual(file);
  expect(ranges.length).toBeGreaterThan(3);
  expect(ranges[0]).toBeUndefined();
  expect(ranges.slice(1).every((range) => /^bytes=[1-9]\d*-$/.test(range ?? ''))).toBe(true);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(progress.at(-1)).toBe(file.length);
});

test('what an earlier run received is not asked for again', async () => {
  behave = (request, response) => send(request, response);
  await writeFile(path(), file.subarray(0, 123_456));
  await get();
  expect(ranges).toEqual(['bytes=123456-']);
  expect(await readFile(path())).toEqual(file);
});

test('a server that knows no ranges is listened to from the start', async () => {
  behave = (request, response, number) => {
    delete request.headers.range;
    send(request, response, number === 0 ? 70_000 : undefined);
  };
  await get();
  expect(await readFile(path())).toEqual(file);
});

test('a line that brings nothing any more ends in a failure, and keeps what came', async () => {
  behave = (request, response, number) => {
    if (number === 0) send(request, response, 70_000);
    else response.destroy();
  };
  await expect(get()).rejects.toMatchObject({ code: 'downloadInterrupted' });
  expect((await stat(path())).size).toBeGreaterThan(0);
  behave = (request, response) => send(request, response);
  await get();
  expect(await readFile(path())).toEqual(file);
});

test.each([
  { what: 'another file of the same size', body: Buffer.from(file).fill(1, 9, 12) },
  { what: 'a longer file', body: Buffer.concat([file, file]) },
])('$what is refused and not kept', async ({ body }) => {
  behave = (request, response) => send(request, response, undefined, body);
  await expect(get()).rejects.toMatchObject({ code: 'downloadRefused' });
  expect(await isThere()).toBe(false);
});

test('a file that is not there is refused at once, a server in trouble is asked again', async () => {
  behave = (_request, response) => response.writeHead(404).end('no such file');
  await expect(get()).rejects.toMatchObject({ code: 'downloadRefused' });
  expect(ranges).toHaveLength(1);
  behave = (request, response, number) =>
    number === 1 ? response.writeHead(503).end() : send(request, response);
  await get();
  expect(ranges).toHaveLength(3);
});

test('an address that anybody on the way could change is never asked', async () => {
  const request = { address: 'http://example.org/model.pth', bytes: 1, sha256, path: path() };
  await expect(download(request)).rejects.toMatchObject({ code: 'downloadRefused' });
});

test('it stops when it is told to, and can go on later', async () => {
  const controller = new AbortController();
  behave = (request, response) => send(request, response);
  const onProgress = () => controller.abort();
  await expect(get({ signal: controller.signal, onProgress })).rejects.toMatchObject({ code: 'cancelled' });
  await get();
  expect(await readFile(path())).toEqual(file);
});
