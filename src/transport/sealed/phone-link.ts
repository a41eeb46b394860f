/**
 * The phone's way to its studio: one connection at a time, and another one when it is lost. Calls made while there is
 * none fail at once with 'connectionLost'; what must not get lost waits in the page's own outbox.
 */
import type { NoticeRung } from '../../contracts/companion/device.ts';
import type { PhoneEvent } from '../../contracts/companion/events.ts';
import type { Credential } from '../../contracts/companion/pairing.ts';
import type { PhoneAnswer, PhoneApi } from '../../contracts/companion/phone-api.ts';
import { StudioFailure } from '../../contracts/failure.ts';
import type { FrameCarrier } from './frame-carrier.ts';
import { PhoneConnection } from './phone-connection.ts';
import { meetAsPhone } from './phone-handshake.ts';

/** `removed`: the studio does not know this phone any more. `unsafe`: what answers cannot prove to be the studio. */
export type LinkStanding = 'connecting' | 'connected' | 'away' | 'removed' | 'unsafe';

export interface PhoneLinkParts {
  readonly credential: Credential;
  readonly openCarrier: () => Promise<FrameCarrier>;
  /** The last notice this phone has seen, asked at each connection. */
  readonly lastNotice: () => number | null;
  readonly notices: () => NoticeRung;
  readonly onStanding: (standing: LinkStanding) => void;
  /** At each connection, before its events. */
  readonly onHello: (hello: PhoneAnswer<'hello'>) => void;
  readonly onEvent: (event: PhoneEvent) => void;
  /** @returns calls it off */
  readonly after?: (milliseconds: number, run: () => void) => () => void;
}

const firstPauseMs = 250;
const longestPauseMs = 4000;
/** How long a woken phone waits for a sign of life. */
const signOfLifeMs = 1500;

export class PhoneLink {
  readonly #parts: PhoneLinkParts;
  readonly #after: NonNullable<PhoneLinkParts['after']>;
  #connection: PhoneConnection | null = null;
  #standing: LinkStanding | null = null;
  #connecting = false;
  #pause = firstPauseMs;
  #callOff: (() => void) | null = null;
  #stopped = false;

  constructor(parts: PhoneLinkParts) {
    this.#parts = parts;
    this.#after =
      parts.after ??
      ((milliseconds, run) => {
        const timer = setTimeout(run, milliseconds);
        return () => clearTimeout(timer);
      });
    void this.#connect();
  }

  readonly api: PhoneApi = {
    call: (method, argument) => this.#met((connection) => connection.call(method, argument)),
    sendChunk: (argument, bytes) => this.#met((connection) => connection.sendChunk(argument, bytes)),
    readPicture: (argument) => this.#met((connection) => connection.readPicture(argument)),
  };

  /**
   * Now rather than after the next pause: the page was looked at again, or a network came. A connection that is
   * there has to show a sign of life first, for one that a sleeping phone lost looks as if it were still open.
   */
  reconnect(): void {
    const connection = this.#connection;
    if (connection === null) {
      this.#pause = firstPauseMs;
      this.#callOff?.();
      void this.#connect();
      return;
    }
    const callOff = this.#after(signOfLifeMs, () => connection.close());
    connection.call('ping', {}).then(callOff, callOff);
  }

  stop(): void {
    this.#stopped = true;
    this.#callOff?.();
    this.#connection?.close();
  }

  #met<Result>(run: (connection: PhoneConnection) => Promise<Result>): Promise<Result> {
    if (this.#connection) return run(this.#connection);
    return Promise.reject(new StudioFailure('connectionLost'));
  }

  #tell(standing: LinkStanding): void {
    if (standing === this.#standing) return;
    this.#standing = standing;
    this.#parts.onStanding(standing);
  }

  async #connect(): Promise<void> {
    if (this.#connecting || this.#stopped || this.#connection) return;
    this.#connecting = true;
    this.#callOff = null;
    if (this.#standing === null) this.#tell('connecting');
    let opened: PhoneConnection | null = null;
    try {
      const carrier = await this.#parts.openCarrier();
      const connection = new PhoneConnection(await meetAsPhone(carrier, this.#parts.credential));
      opened = connection;
      const early: PhoneEvent[] = [];
      connection.onEvent = (event) => early.push(event);
      connection.onClosed = () => this.#lost(connection);
      const hello = await connection.call('hello', {
        after: this.#parts.lastNotice(),
        notices: this.#parts.notices(),
      });
      if (this.#stopped) {
        connection.close();
        return;
      }
      this.#connection = connection;
      this.#pause = firstPauseMs;
      this.#parts.onHello(hello);
      this.#tell('connected');
      connection.onEvent = (event) => this.#onEvent(event);
      for (const event of early) this.#onEvent(event);
    } catch (error) {
      opened?.close();
      this.#refused(error);
    } finally {
      this.#connecting = false;
    }
  }

  #onEvent(event: PhoneEvent): void {
    if (event.type === 'goodbye' && event.reason === 'revoked') this.#end('removed');
    this.#parts.onEvent(event);
  }

  #refused(error: unknown): void {
    const code = error instanceof StudioFailure ? error.code : 'connectionLost';
    if (code === 'phoneUnknown') this.#end('removed');
    else {
      this.#tell(code === 'connectionUnsafe' ? 'unsafe' : 'away');
      this.#later();
    }
  }

  #lost(connection: PhoneConnection): void {
    if (this.#connection !== connection) return;
    this.#connection = null;
    if (this.#stopped) return;
    this.#tell('away');
    this.#later();
  }

  #end(standing: LinkStanding): void {
    this.stop();
    this.#tell(standing);
  }

  #later(): void {
    if (this.#stopped) return;
    const pause = this.#pause;
    this.#pause = Math.min(longestPauseMs, pause * 2);
    this.#callOff = this.#after(pause, () => void this.#connect());
  }
}
