/** A studio with one paired phone, and what strangers in the same network can reach it with. */
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, expect } from 'vitest';
import type { Credential } from '../../../contracts/companion/pairing.ts';
import { socketPath } from '../../../transport/sealed/socket-path.ts';
import type { ListenerLimits } from '../server/lan-listener.ts';
import { openTestCompanion, photoBytes, sha256, type TestCompanion } from './test-companion.ts';

const usual = { limits: { connectionsPerAddress: 12 }, meetingsPerMinute: 100_000 };

/** For the tests of the `describe` that calls it: opened before each, closed after each. */
export function studioAmongStrangers(): StudioAmongStrangers {
  const here = new StudioAmongStrangers();
  beforeEach(() => here.open());
  afterEach(() => here.studio.close());
  return here;
}

export class StudioAmongStrangers {
  /** Another one once it was opened again. */
  studio!: TestCompanion;
  credential!: Credential;

  async open(): Promise<void> {
    this.studio = await openTestCompanion(usual);
    this.credential = await this.studio.pair();
  }

  /** As after a restart: the phone is paired already, and nobody is connected. */
  async reopen(limits: Partial<ListenerLimits> = {}): Promise<void> {
    await this.studio.close({ keep: true });
    this.studio = await openTestCompanion({
      ...usual,
      folder: this.studio.root,
      limits: { ...usual.limits, ...limits },
    });
  }

  host(): string {
    return new URL(this.studio.origin()).host;
  }

  port(): number {
    return this.studio.companion.listening.port!;
  }

  /** The studio still serves its phone. */
  async stillServes(): Promise<void> {
    const phone = await this.studio.meet(this.credential);
    const bytes = photoBytes(2000);
    expect((await phone.upload(bytes)).capture.id).toBe(sha256(bytes));
    phone.connection.close();
  }

  /** What HTTP answers. */
  status(path: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
    return new Promise((resolve, reject) => {
      // A connection of its own: one that is kept may be closed at the other end in the moment it is used again.
      const asked = request(
        { host: '127.0.0.1', port: this.port(), path, method, headers, agent: false },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      );
      asked.on('error', reject);
      asked.end();
    });
  }

  /** Of plain TCP. */
  plainSocket(): Socket {
    return connect(this.port(), '127.0.0.1').on('error', () => {});
  }

  /** As the page opens it, and not connected yet. */
  pageSocket() {
    return io(this.studio.origin(), {
      path: socketPath,
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { origin: this.studio.origin() },
    });
  }

  async connectedPageSocket() {
    const socket = this.pageSocket();
    await new Promise((resolve, reject) =>
      socket.once('connect', () => resolve(null)).once('connect_error', reject),
    );
    return socket;
  }
}
