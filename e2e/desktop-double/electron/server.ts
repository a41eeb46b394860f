/** Answers Chromium what `protocol.handle` answers, under the addresses of addresses.ts. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';

export type ProtocolHandler = (request: Request) => Response | Promise<Response>;
export const handlers = new Map<string, ProtocolHandler>();

const listener = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
});
listener.listen(0, '127.0.0.1');

export const server = {
  /** Resolves with the port. */
  listening: once(listener, 'listening').then(() => (listener.address() as AddressInfo).port),
};

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [host = '', scheme = ''] = (request.headers.host ?? '').split('.');
  const handler = handlers.get(scheme);
  if (handler === undefined) {
    response.writeHead(404).end();
    return;
  }
  const { method = 'GET' } = request;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const asked = new Request(`${scheme}://${host}${request.url}`, {
    method,
    headers: Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
    ...(hasBody && { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' }),
  } as RequestInit);
  const answered = await handler(asked);
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  if (answered.body === null) response.end();
  // Whoever goes away in the middle is no error.
  else await pipeline(Readable.fromWeb(answered.body as NodeStream), response).catch(() => {});
}
