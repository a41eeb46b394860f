/** Frames over a socket of socket.io, either end of it. */
import type { FrameCarrier } from './frame-carrier.ts';
import { frameEvent } from './socket-path.ts';

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
