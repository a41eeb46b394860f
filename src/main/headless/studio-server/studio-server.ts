/**
 * The studio served to a browser on this machine: the built window, pictures by id, uploads, downloads, and a
 * WebSocket that carries the guarded contract and the numbered events. Everything stands below one random part of
 * the path; see access.ts. Nothing listens on any other interface.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { browserHost } from '../../../contracts/browser-host.ts';
import { PhotoReceiver } from '../../window/receive-photo.ts';
import { safeHeaders } from '../../window/safe-headers.ts';
import { serveStudioApi } from '../../window/serve-studio-api.ts';
import type { StudioHost } from '../../window/studio-host.ts';
import { WindowFiles } from '../../window/window-files.ts';
import { type AccessRules, checkAccess, newToken } from './access.ts';
import { sendDownload, sendMedia } from './media.ts';
import { receiveModel } from './receive-model.ts';
import { receivePhoto } from './receive-photo.ts';
import { sendFile, sendText } from './send-file.ts';
import { socketTransport } from './socket-transport.ts';

export interface StudioServerOptions {
  readonly host: StudioHost;
  /** The built window. */
  readonly windowDirectory: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly token?: string;
  /** Bytes of one uploaded photo. */
  readonly largestUpload?: number;
}

export interface StudioServer {
  /** With the token; whoever has it may do all that the studio can. */
  readonly link: string;
  close(): Promise<void>;
}

const loopback = '127.0.0.1';
/** A hundred thousand photo ids in one call. */
const largestCall = 16_000_000;

/** Rejects with the system's error when the port is taken. */
export async function startStudioServer(options: StudioServerOptions): Promise<StudioServer> {
  const server = createServer();
  server.listen(options.port, loopback);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const rules: AccessRules = { token: options.token ?? newToken(), authority: `${loopback}:${port}` };
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestCall,
    perMessageDeflate: false,
  });
  serveRequests(server, options, rules);
  serveSockets(server, sockets, options.host, rules);
  return {
    link: `http://${rules.authority}/${rules.token}/`,
    async close() {
      for (const socket of sockets.clients) socket.close(1001);
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      for (const socket of sockets.clients) socket.terminate();
      await closed;
    },
  };
}

function serveRequests(server: Server, options: StudioServerOptions, rules: AccessRules): void {
  const { host, windowDirectory, largestUpload } = options;
  const windowFiles = new WindowFiles(windowDirectory);
  const receiver = new PhotoReceiver(host, largestUpload);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url, headers } = request;
    const reads = method === 'GET' || method === 'HEAD';
    const access = checkAccess(url, headers, !reads, rules);
    if (!access.granted) return sendText(response, access.status, words[access.status]);
    const { path, query } = access;
    if (method === 'POST' && path === browserHost.import) return receivePhoto(receiver, request, response);
    if (method === 'POST' && path === browserHost.models) return receiveModel(host, request, response);
    if (!reads) return sendText(response, 405, 'This cannot be done here.');
    const withBody = method === 'GET';
    const [room = '', ...rest] = path.split('/');
    if (room === 'media') return sendMedia(host, response, rest.join('/'), withBody);
    if (room === 'download') return sendDownload(host, response, rest.join('/'), query, withBody);
    if (url === `/${rules.token}`) {
      response.writeHead(308, { ...safeHeaders, Location: `/${rules.token}/` });
      response.end();
      return;
    }
    const file = await windowFiles.find(path);
    if (file.path === null) return sendText(response, file.status, file.words);
    return sendFile(response, file.path, file.headers, withBody);
  }

  server.on('request', (request, response) => {
    answer(request, response).catch((error) => {
      host.parts.log.error({ error, method: request.method }, 'a request could not be answered');
      if (response.headersSent) response.destroy();
      else sendText(response, 500, 'Something unexpected happened.');
    });
  });
}

const words = {
  400: 'This request is not understood.',
  403: 'Only the studio’s own window may ask this.',
  404: 'Open the link that the studio printed when it started.',
  421: 'Open the link that the studio printed when it started, as it is.',
} as const;

function serveSockets(server: Server, sockets: WebSocketServer, host: StudioHost, rules: AccessRules): void {
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    const access = checkAccess(request.url, request.headers, true, rules);
    if (!access.granted || access.path !== browserHost.socket) {
      const status = access.granted ? 404 : access.status;
      stream.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      // A broken connection closes by itself.
      socket.on('error', () => {});
      const stop = serveStudioApi(host.api, host.gallery.feed, socketTransport(socket));
      socket.once('close', stop);
    });
  });
}
