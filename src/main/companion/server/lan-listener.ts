/** One listening port: the page's files, and the socket beside them. */
import { type EventEmitter, once } from 'node:events';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { AddressInfo, Socket as NetSocket } from 'node:net';
import { type Socket, Server as SocketServer } from 'socket.io';
import { companionLimits } from '../../../contracts/companion/limits.ts';
import { socketPath } from '../../../transport/sealed/socket-path.ts';
import type { TwinCertificate } from '../ports.ts';
import { addressOf, isOwnPage, type LanAuthority } from './lan-access.ts';
import { oneFrameParser } from './one-frame-parser.ts';

type EngineSocket = Socket['conn'];

export interface ListenerLimits {
  /** TCP connections in all, and of one address. */
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** How long a request's headers, and all of it, may take. */
  readonly headersMs: number;
  readonly requestMs: number;
  /** How long an opened socket may take to say that it is one of ours. */
  readonly connectMs: number;
  readonly pingEveryMs: number;
  readonly pingTimeoutMs: number;
}

export const listenerLimits: ListenerLimits = {
  connections: 256,
  connectionsPerAddress: 48,
  headersMs: 10_000,
  requestMs: 15_000,
  connectMs: 5_000,
  pingEveryMs: 10_000,
  pingTimeoutMs: 10_000,
};

export interface LanListenerOptions {
  readonly address: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Null for plain HTTP. */
  readonly twin: TwinCertificate | null;
  readonly limits: ListenerLimits;
  readonly answer: (authority: () => LanAuthority) => RequestListener;
  readonly onSocket: (socket: Socket, address: string) => void;
  /** Whether another socket of this address may be opened. */
  readonly mayConnect: (address: string) => boolean;
}

export class LanListener {
  readonly address: string;
  readonly port: number;
  readonly #server: Server | HttpsServer;
  readonly #sockets: SocketServer;
  readonly #connections = new Set<EngineSocket>();
  #authority: LanAuthority;

  private constructor(
    server: Server | HttpsServer,
    sockets: SocketServer,
    address: string,
    authority: LanAuthority,
  ) {
    this.#server = server;
    this.#sockets = sockets;
    sockets.on('connection', ({ conn }) => {
      this.#connections.add(conn);
      conn.once('close', () => this.#connections.delete(conn));
    });
    this.address = address;
    this.port = (server.address() as AddressInfo).port;
    this.#authority = authority;
  }

  /** Rejects with the system's error, EADDRINUSE for one. */
  static async open(options: LanListenerOptions): Promise<LanListener> {
    const { address, port, twin, limits } = options;
    let listener: LanListener | null = null;
    const authority = () => listener?.authority ?? { scheme: 'http', hosts: new Set<string>() };
    const timeouts = {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: 5_000,
      connectionsCheckingInterval: Math.min(2_000, limits.headersMs),
      maxHeaderSize: 8_192,
    };
    const server =
      twin === null
        ? createHttpServer(timeouts)
        : createHttpsServer({
            ...timeouts,
            handshakeTimeout: limits.headersMs,
            cert: twin.certificate,
            key: twin.key,
            minVersion: 'TLSv1.2',
          });
    server.maxConnections = limits.connections;
    server.on('request', options.answer(authority));
    boundPerAddress(server, limits.connectionsPerAddress);
    const sockets = openSockets(server, options, authority);
    server.listen(port, address);
    try {
      await once(server, 'listening');
    } catch (error) {
      await sockets.close().catch(() => {});
      throw error;
    }
    // From now on: a connection that the system could not hand over, for want of file handles, ends nothing.
    server.on('error', () => {});
    listener = new LanListener(server, sockets, address, { scheme: 'http', hosts: new Set() });
    listener.#authority = authorityOf(address, listener.port, twin);
    return listener;
  }

  get authority(): LanAuthority {
    return this.#authority;
  }

  get origin(): string {
    return `${this.#authority.scheme}://${this.address}:${this.port}`;
  }

  /** Shows another certificate from the next connection on. */
  renew(twin: TwinCertificate): void {
    if ('setSecureContext' in this.#server)
      this.#server.setSecureContext({ cert: twin.certificate, key: twin.key, minVersion: 'TLSv1.2' });
    this.#authority = authorityOf(this.address, this.port, twin);
  }

  /** Last words that are on their way still go out, if the phone takes them within half a second. */
  async close(): Promise<void> {
    await lastWords(this.#connections);
    const closed = this.#sockets.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

function authorityOf(address: string, port: number, twin: TwinCertificate | null): LanAuthority {
  const names = [address, ...(twin?.names ?? [])];
  return {
    scheme: twin === null ? 'http' : 'https',
    hosts: new Set(names.map((name) => `${name.toLowerCase()}:${port}`)),
  };
}

function openSockets(
  server: Server | HttpsServer,
  { limits, mayConnect, onSocket }: LanListenerOptions,
  authority: () => LanAuthority,
): SocketServer {
  const sockets = new SocketServer(server, {
    path: socketPath,
    parser: oneFrameParser,
    serveClient: false,
    transports: ['websocket'],
    allowEIO3: false,
    cors: { origin: false },
    maxHttpBufferSize: companionLimits.messageBytes,
    perMessageDeflate: false,
    httpCompression: false,
    connectTimeout: limits.connectMs,
    pingInterval: limits.pingEveryMs,
    pingTimeout: limits.pingTimeoutMs,
    allowRequest: (request, decide) =>
      decide(null, isOwnPage(request.headers, authority()) && mayConnect(addressOf(request))),
  });
  sockets.on('connection', (socket) => onSocket(socket, addressOf(socket.request)));
  return sockets;
}

const lastWordsMs = 500;

/** Sockets that were told to close and still have something to send: closing all would discard it. */
async function lastWords(connections: ReadonlySet<EngineSocket>): Promise<void> {
  const closing = [...connections].filter(({ readyState }) => readyState === 'closing');
  if (closing.length === 0) return;
  const patience = AbortSignal.timeout(lastWordsMs);
  await Promise.allSettled(
    closing.map((connection) => once(connection as unknown as EventEmitter, 'close', { signal: patience })),
  );
}

function boundPerAddress(server: Server | HttpsServer, limit: number): void {
  const counts = new Map<string, number>();
  server.on('connection', (socket: NetSocket) => {
    const address = socket.remoteAddress ?? '';
    const count = (counts.get(address) ?? 0) + 1;
    if (count > limit) {
      socket.destroy();
      return;
    }
    counts.set(address, count);
    socket.once('close', () => {
      const left = (counts.get(address) ?? 1) - 1;
      if (left > 0) counts.set(address, left);
      else counts.delete(address);
    });
  });
}
