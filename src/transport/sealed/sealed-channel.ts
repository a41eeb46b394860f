/**
 * Messages over sealed frames: a header as JSON, and bytes where it has some. Whoever holds the channel has proven
 * who it is. The first frame that does not open, or holds no message, ends the connection.
 */
import { concatBytes } from '@noble/hashes/utils.js';
import { companionLimits } from '../../contracts/companion/limits.ts';
import { textOf, utf8 } from './bytes.ts';
import type { FrameCarrier, FrameReader } from './frame-carrier.ts';
import type { FrameCipher } from './frame-cipher.ts';

export interface SealedMessage {
  /** JSON from the other side: parse it. */
  readonly header: unknown;
  readonly bytes: Uint8Array;
}

const lengthBytes = 4;
const noBytes = new Uint8Array();

export class SealedChannel {
  readonly #carrier: FrameCarrier;
  readonly #reader: FrameReader;
  readonly #sending: FrameCipher;
  readonly #receiving: FrameCipher;

  constructor(
    carrier: FrameCarrier,
    reader: FrameReader,
    ciphers: { sending: FrameCipher; receiving: FrameCipher },
  ) {
    this.#carrier = carrier;
    this.#reader = reader;
    this.#sending = ciphers.sending;
    this.#receiving = ciphers.receiving;
  }

  send(header: unknown, bytes: Uint8Array = noBytes): void {
    this.#carrier.send(this.#sending.seal(encodeMessage(header, bytes)));
  }

  /**
   * Frames as they come, still sealed, for whoever wants to open them in its own time with `open`, in order.
   * What came before is told at once.
   */
  onFrame(listener: (frame: Uint8Array) => void): void {
    this.#reader.handOn(listener);
  }

  /** Null ends the connection: the frame was not the next one of the other side, or no message. */
  open(frame: Uint8Array): SealedMessage | null {
    const plain = frame.length > companionLimits.messageBytes ? null : this.#receiving.open(frame);
    const message = plain && decodeMessage(plain);
    if (message === null) this.close();
    return message;
  }

  onMessage(listener: (message: SealedMessage) => void): void {
    this.onFrame((frame) => {
      const message = this.open(frame);
      if (message) listener(message);
    });
  }

  onClose(listener: () => void): void {
    this.#carrier.onClose(listener);
  }

  close(): void {
    this.#carrier.close();
  }
}

export function encodeMessage(header: unknown, bytes: Uint8Array): Uint8Array {
  const json = utf8(JSON.stringify(header));
  const length = new Uint8Array(lengthBytes);
  new DataView(length.buffer).setUint32(0, json.length, true);
  return concatBytes(length, json, bytes);
}

/** Null where it is no message. */
export function decodeMessage(plain: Uint8Array): SealedMessage | null {
  if (plain.length < lengthBytes) return null;
  const length = new DataView(plain.buffer, plain.byteOffset).getUint32(0, true);
  if (length > plain.length - lengthBytes) return null;
  try {
    const header: unknown = JSON.parse(textOf(plain.subarray(lengthBytes, lengthBytes + length)));
    return { header, bytes: plain.subarray(lengthBytes + length) };
  } catch {
    return null;
  }
}
