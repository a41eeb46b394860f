/** Frames over socket.io, either end of it. The phone opens a new socket for each connection. */
import { io } from 'socket.io-client';
import { StudioFailure } from '../../contracts/failure.ts';
import type { FrameCarrier } from './frame-carrier.ts';

/** Where the studio's socket is; not socket.io's usual place, so that nothing guesses it. */
export const socketPath = '/companion';
export const frameEvent = 'frame';

/** What both kinds of socket have. */
interface Socket {
  emit(event: string, frame: Uint8Array): unknown;
  on(event: string, listener: (...values: never[]) => void): unknown;
  disconnect(close?: boolean): unknown;
}

/** Anything that is not one frame of bytes closes the socket. */
export function socketCarrier(socket: Socket): FrameCarrier {
  const early: Uint8Array[] = [];
  const closing = new Set<() => void>();
  let listener: ((frame: Uint8Array) => void) | null = null;
  let closed = false;
  const close = () => void socket.disconnect(true);
  socket.on(frameEvent, (...values: unknown[]) => {
    const frame = values.length === 1 ? bytesOf(values[0]) : null;
    if (frame === null) close();
    else if (listener) listener(frame);
    else early.push(frame);
  });
  socket.on('disconnect', () => {
    closed = true;
    for (const told of closing) told();
  });
  return {
    send: (frame) => void socket.emit(frameEvent, frame),
    onFrame(next) {
      listener = next;
      for (const frame of early.splice(0)) next(frame);
    },
    onClose(told) {
      if (closed) told();
      else closing.add(told);
    },
    close,
  };
}

function bytesOf(value: unknown): Uint8Array | null {
  if (value instanceof Uint8Array) return value;
  return value instanceof ArrayBuffer ? new Uint8Array(value) : null;
}

/**
 * One connection to the studio; it does not come back by itself.
 * @param origin of the page, e.g. "http://192.168.1.20:47113"
 * @throws StudioFailure connectionLost, also when it takes longer than `timeoutMs`
 */
export function openCarrier(origin: string, timeoutMs = 5000): Promise<FrameCarrier> {
  const socket = io(origin, {
    path: socketPath,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    timeout: timeoutMs,
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
