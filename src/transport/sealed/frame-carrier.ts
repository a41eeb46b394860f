import { largestHandshakeBytes } from '../../contracts/companion/handshake.ts';

/** What carries frames: whole, in order, or not at all. socket.io behind it, or a pair of ends in a test. */
export interface FrameCarrier {
  send(frame: Uint8Array): void;
  /** One listener at a time; what came before the first is kept for it. */
  onFrame(listener: (frame: Uint8Array) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** A handshake is a question and an answer at a time: whoever sends ahead has no place to put it. */
const mostAhead = 4;

/**
 * The next frames one by one, for a handshake; afterwards the carrier is handed on. Until then nobody has proven
 * anything, so little is kept: a frame that is too long for a handshake, or one too many, ends the connection.
 */
export class FrameReader {
  readonly #frames: Uint8Array[] = [];
  #waiting: { readonly take: (frame: Uint8Array) => void; readonly fail: (error: unknown) => void } | null =
    null;
  #listener: ((frame: Uint8Array) => void) | null = null;
  #closed = false;

  constructor(carrier: FrameCarrier) {
    carrier.onFrame((frame) => {
      if (this.#listener) this.#listener(frame);
      else if (this.#waiting) {
        this.#waiting.take(frame);
        this.#waiting = null;
      } else if (this.#frames.length < mostAhead && frame.length <= largestHandshakeBytes) {
        this.#frames.push(frame);
      } else carrier.close();
    });
    carrier.onClose(() => {
      this.#closed = true;
      this.#waiting?.fail(new CarrierClosed());
      this.#waiting = null;
    });
  }

  /** @throws CarrierClosed */
  next(): Promise<Uint8Array> {
    const frame = this.#frames.shift();
    if (frame) return Promise.resolve(frame);
    if (this.#closed) return Promise.reject(new CarrierClosed());
    return new Promise((take, fail) => {
      this.#waiting = { take, fail };
    });
  }

  handOn(listener: (frame: Uint8Array) => void): void {
    this.#listener = listener;
    for (const frame of this.#frames.splice(0)) listener(frame);
  }
}

export class CarrierClosed extends Error {
  override readonly name = 'CarrierClosed';
}
