import type { FrameCarrier } from './frame-carrier.ts';

/** Two ends of one wire in memory, each frame in a turn of its own; what was sent before the end still arrives. `tap` sees, and may change, what crosses it. */
export function wirePair(
  tap: (frame: Uint8Array, from: 'phone' | 'studio') => readonly Uint8Array[] = (frame) => [frame],
): { phone: FrameCarrier; studio: FrameCarrier; isClosed: () => boolean } {
  let closed = false;
  const closing: (() => void)[] = [];
  const close = () => {
    if (closed) return;
    closed = true;
    queueMicrotask(() => {
      for (const told of closing) told();
    });
  };
  const end = () => {
    const early: Uint8Array[] = [];
    let listener: ((frame: Uint8Array) => void) | null = null;
    return {
      receive: (frame: Uint8Array) => {
        if (listener) listener(frame);
        else early.push(frame);
      },
      onFrame(next: (frame: Uint8Array) => void) {
        listener = next;
        for (const frame of early.splice(0)) next(frame);
      },
    };
  };
  const ends = { phone: end(), studio: end() };
  const carrier = (me: 'phone' | 'studio', other: 'phone' | 'studio'): FrameCarrier => ({
    send(frame) {
      if (closed) return;
      const crossing = tap(frame, me);
      for (const one of crossing) queueMicrotask(() => ends[other].receive(one));
    },
    onFrame: ends[me].onFrame,
    onClose: (told) => void closing.push(told),
    close,
  });
  return { phone: carrier('phone', 'studio'), studio: carrier('studio', 'phone'), isClosed: () => closed };
}
