/** Every new socket comes through here: who it is, whether it may stay, and what it can do then. */
import type { Socket } from 'socket.io';
import type { DeviceId } from '../../../contracts/companion/device.ts';
import type { Notice, PhoneEvent } from '../../../contracts/companion/events.ts';
import type { KeyPair } from '../../../transport/sealed/device-secret.ts';
import type { SealedChannel } from '../../../transport/sealed/sealed-channel.ts';
import type { Clock } from '../../library/clock.ts';
import type { Log } from '../../library/log.ts';
import type { Timers } from '../../queue/timers.ts';
import type { DeviceStore } from '../devices/device-store.ts';
import type { CarryOvers } from '../pairing/carry-overs.ts';
import type { PairingDesk } from '../pairing/pairing-desk.ts';
import type { Reception } from '../pairing/reception.ts';
import type { Caller } from '../phone-methods.ts';
import { FairTurns } from '../uploads/fair-turns.ts';
import type { ConnectedPhones } from './connected-phones.ts';
import { type Answer, DeviceConnection, type PhoneCall } from './device-connection.ts';
import { meetPhone } from './meet-phones.ts';
import { nativeFrameCipher } from './node-frame-cipher.ts';
import { RateLimiter } from './rate-limiter.ts';

export interface FrontDoorParts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly key: KeyPair;
  readonly devices: DeviceStore;
  readonly desk: PairingDesk;
  readonly carryOvers: CarryOvers;
  readonly reception: Reception;
  readonly connected: ConnectedPhones;
  /** New connections of one address in a minute. */
  readonly meetingsPerMinute: number;
  readonly serve: (call: PhoneCall, caller: Caller) => Promise<Answer>;
  readonly noticesAfter: (deviceId: DeviceId, sequence: number) => readonly PhoneEvent[];
  /** A phone is gone, and gave no sign of life after it was told these. */
  readonly onUnheard: (deviceId: DeviceId, notices: readonly Notice[]) => void;
  /** A phone came or went; `isGone` when its last page did. */
  readonly onChange: (deviceId: DeviceId, isGone: boolean) => void;
}

export class FrontDoor {
  readonly #parts: FrontDoorParts;
  readonly #meetings: RateLimiter;
  readonly #turns = new FairTurns();
  #closed = false;

  constructor(parts: FrontDoorParts) {
    this.#parts = parts;
    this.#meetings = new RateLimiter(parts.clock, { limit: parts.meetingsPerMinute, windowMs: 60_000 });
  }

  mayConnect(address: string): boolean {
    return !this.#closed && !this.#meetings.isFull(address);
  }

  meet(socket: Socket, address: string): void {
    const { timers, key, devices, desk, carryOvers, reception } = this.#parts;
    this.#meetings.add(address);
    meetPhone(socket, address, {
      timers,
      handshake: () => ({
        studioKey: key,
        cipherOf: nativeFrameCipher,
        deviceKey: (keyId) => devices.key(keyId)?.publicKey ?? null,
        beginTry: (by, hint) => (by === 'carryOver' ? carryOvers.beginTry(hint) : desk.beginTry(by, address)),
      }),
      admit: (who, deviceId) => reception.receive(who, deviceId),
      onDevice: (keyId, channel) => this.#connect(keyId, channel, socket, address),
    });
  }

  /** Nobody new, and nobody's leaving is told any more. */
  close(): void {
    this.#closed = true;
  }

  #connect(keyId: string, channel: SealedChannel, socket: Socket, address: string): void {
    const { log, devices, connected, serve, noticesAfter, onUnheard, onChange } = this.#parts;
    // Removed while it proved who it is.
    const deviceId = devices.key(keyId)?.deviceId;
    if (deviceId === undefined || this.#closed) {
      channel.close();
      return;
    }
    const connection: DeviceConnection = new DeviceConnection({
      channel,
      lane: this.#turns.lane(),
      log,
      unsentBytes: () => unsentBytes(socket),
      serve: (call) =>
        serve(call, {
          deviceId,
          address,
          greeted: (after) => {
            const missed = after === null ? [] : noticesAfter(deviceId, after);
            for (const event of missed) connection.tell(event);
          },
        }),
    });
    channel.onClose(() => {
      const isGone = connected.remove(deviceId, connection);
      if (this.#closed) return;
      this.#seen(deviceId);
      if (isGone) onUnheard(deviceId, connection.unheard);
      onChange(deviceId, isGone);
    });
    socket.conn.on('heartbeat', () => connection.hears());
    connected.add(deviceId, connection);
    this.#seen(deviceId);
    onChange(deviceId, false);
    connection.start();
  }

  /** A disk that is full keeps no phone out, and a connection's end must not end more than that. */
  #seen(deviceId: DeviceId): void {
    try {
      this.#parts.devices.seen(deviceId);
    } catch (error) {
      this.#parts.log.warn({ error }, 'when a phone was seen could not be kept');
    }
  }
}

/**
 * What waits because the phone does not read as fast as it is told: in the WebSocket, and before it in engine.io,
 * which hands on nothing more until the WebSocket has let go of what it has.
 */
function unsentBytes({ conn }: Socket): number {
  const { transport, writeBuffer } = conn as unknown as {
    readonly transport: { readonly socket?: { readonly bufferedAmount?: number } };
    readonly writeBuffer: readonly { readonly data?: { readonly length: number } }[];
  };
  const queued = writeBuffer.reduce((bytes, { data }) => bytes + (data?.length ?? 0), 0);
  return queued + (transport.socket?.bufferedAmount ?? 0);
}
