/** From a new socket to somebody known: the handshake within its time, and what comes after it. */
import type { Socket } from 'socket.io';
import { z } from 'zod';
import type { Introduction } from '../../../contracts/companion/pairing.ts';
import { introductionSchema } from '../../../contracts/companion/pairing.ts';
import { StudioFailure } from '../../../contracts/failure.ts';
import type { SealedChannel } from '../../../transport/sealed/sealed-channel.ts';
import { socketCarrier } from '../../../transport/sealed/socket-carrier.ts';
import { type HandshakeParts, meetAsStudio } from '../../../transport/sealed/studio-handshake.ts';
import type { Timers } from '../../queue/timers.ts';

export interface MeetingParts {
  readonly timers: Timers;
  readonly handshake: (address: string) => HandshakeParts;
  /** Somebody has proven a pairing's secret. */
  readonly admit: (
    who: ApplicantConnection,
    /** The device whose other page it is; null for a new phone. */
    deviceId: string | null,
  ) => void;
  readonly onDevice: (keyId: string, channel: SealedChannel, socket: Socket) => void;
}

export interface ApplicantConnection {
  readonly address: string;
  /** What it says of itself; rejects when it goes away first, or says anything else. */
  readonly introduction: Promise<Introduction>;
  readonly onClose: (listener: () => void) => void;
  answer(value: unknown): void;
  refuse(code: StudioFailure['code']): void;
}

const handshakeMs = 10_000;

const introduceSchema = z.strictObject({
  call: z.literal(1),
  method: z.literal('introduce'),
  argument: introductionSchema,
});

export function meetPhone(socket: Socket, address: string, parts: MeetingParts): void {
  const carrier = socketCarrier(socket);
  const callOff = parts.timers.after(handshakeMs, () => carrier.close());
  void meetAsStudio(carrier, parts.handshake(address)).then((met) => {
    callOff();
    if (met?.as === 'device') parts.onDevice(met.deviceId, met.channel, socket);
    else if (met) parts.admit(applicantOver(met.channel, address), met.deviceId);
  });
}

function applicantOver(channel: SealedChannel, address: string): ApplicantConnection {
  const closing = new Set<() => void>();
  channel.onClose(() => {
    for (const told of closing) told();
  });
  const introduction = new Promise<Introduction>((resolve, reject) => {
    closing.add(() => reject(new StudioFailure('connectionLost')));
    let heard = false;
    channel.onMessage(({ header, bytes }) => {
      const parsed = introduceSchema.safeParse(header);
      if (heard || !parsed.success || bytes.length > 0) {
        channel.close();
        return;
      }
      heard = true;
      resolve(parsed.data.argument);
    });
  });
  introduction.catch(() => {});
  return {
    address,
    introduction,
    onClose: (listener) => void closing.add(listener),
    answer(value) {
      channel.send({ answer: 1, value });
    },
    refuse(code) {
      channel.send({ answer: 1, failure: { code } });
      channel.close();
    },
  };
}
