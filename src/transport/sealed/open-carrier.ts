/** The phone opens a new socket for each connection, and says itself when it tries again. */
import { io } from 'socket.io-client';
import { StudioFailure } from '../../contracts/failure.ts';
import type { FrameCarrier } from './frame-carrier.ts';
import { socketCarrier } from './socket-carrier.ts';
import { socketPath } from './socket-path.ts';

export interface CarrierOptions {
  readonly timeoutMs?: number;
  /** For whoever is no browser; a page cannot set them, and has its origin said for it. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * One connection to the studio; it does not come back by itself.
 * @param origin of the page, e.g. "http://192.168.1.20:47113"
 * @throws StudioFailure connectionLost, also when it takes longer than `timeoutMs`
 */
export function openCarrier(
  origin: string,
  { timeoutMs = 5000, headers }: CarrierOptions = {},
): Promise<FrameCarrier> {
  const socket = io(origin, {
    path: socketPath,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    timeout: timeoutMs,
    ...(headers && { extraHeaders: headers }),
  });
  const carrier = socketCarrier(socket);
  return new Promise((resolve, reject) => {
    const lost = (error?: unknown) => {
      socket.disconnect();
      reject(new StudioFailure('connectionLost', {}, { cause: error }));
    };
    socket.once('connect', () => resolve(carrier));
    socket.once('connect_error', lost);
    socket.once('disconnect', lost);
  });
}
