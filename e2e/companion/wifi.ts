/**
 * The Wi-Fi between a phone and the studio: a proxy that the phone's browser has to go through, so that a spec can
 * slow the way down, take it away in the middle of a chunk and give it back.
 */
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export class Wifi {
  readonly #server: Server;
  readonly #sockets = new Set<Duplex>();
  #isThere = true;
  /** Bytes that the phone may still send before the way is blocked; null while it is free. */
  #allowance: number | null = null;
  #blocked: (() => void)[] = [];
  #resume: (() => void)[] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<Wifi> {
    const server = createServer();
    const wifi = new Wifi(server);
    server.on('connection', (socket: Socket) => {
      if (wifi.#isThere) wifi.#keep(socket);
      else socket.destroy();
    });
    server.on('request', (incoming, response) => {
      const forward = request(incoming.url ?? '', { method: incoming.method, headers: incoming.headers });
      forward.on('response', (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      forward.on('error', () => response.destroy());
      incoming.pipe(forward);
    });
    // A WebSocket asks for a tunnel.
    server.on('connect', (incoming, phone: Duplex) => {
      const [host, port] = (incoming.url ?? '').split(':');
      const studio = connect(Number(port), host);
      wifi.#keep(studio);
      const end = () => {
        phone.destroy();
        studio.destroy();
      };
      for (const side of [phone, studio]) side.on('error', end).on('close', end);
      studio.once('connect', () => {
        phone.write('HTTP/1.1 200 Connection established\r\n\r\n');
        studio.pipe(phone);
        phone.on('data', (bytes: Buffer) => wifi.#pass(bytes, phone, studio));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return wifi;
  }

  /** For a browser context's proxy. */
  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  #keep(socket: Duplex): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
  }

  #pass(bytes: Buffer, phone: Duplex, studio: Socket): void {
    if (this.#allowance === null) {
      studio.write(bytes);
      return;
    }
    const now = bytes.subarray(0, this.#allowance);
    this.#allowance -= now.length;
    if (now.length > 0) studio.write(now);
    if (now.length === bytes.length) return;
    phone.pause();
    this.#resume.push(() => {
      studio.write(bytes.subarray(now.length));
      phone.resume();
    });
    for (const tell of this.#blocked.splice(0)) tell();
  }

  /** Blocks the way after so many more bytes of the phone. @returns when it is blocked */
  blockAfter(byteLength: number): Promise<void> {
    this.#allowance = byteLength;
    return new Promise((resolve) => this.#blocked.push(resolve));
  }

  /** Every connection breaks, wherever it is, and none comes about. */
  leave(): void {
    this.#isThere = false;
    this.#allowance = null;
    this.#resume = [];
    for (const socket of this.#sockets) socket.destroy();
  }

  comeBack(): void {
    this.#isThere = true;
    this.#allowance = null;
    for (const go of this.#resume.splice(0)) go();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
