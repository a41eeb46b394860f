/**
 * Seals the frames of one direction, in order. The key serves one connection and one direction only, so the number
 * of the frame is a nonce that never comes twice; it does not travel, both sides count. A frame that was repeated,
 * left out, moved or altered does not open.
 */
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';

export interface FrameCipher {
  /** The next frame of this direction. */
  seal(plain: Uint8Array): Uint8Array;
  /** Null where it is not exactly the next frame; nothing opens after that. */
  open(frame: Uint8Array): Uint8Array | null;
}

export type FrameCipherOf = (key: Uint8Array) => FrameCipher;

export const sealBytes = 16;

export const nobleFrameCipher: FrameCipherOf = (key) => {
  const nonce = new Uint8Array(24);
  const counter = new DataView(nonce.buffer, 16);
  let number = 0n;
  let broken = false;
  const next = () => {
    counter.setBigUint64(0, number, true);
    number += 1n;
    return xchacha20poly1305(key, nonce);
  };
  return {
    seal: (plain) => next().encrypt(plain),
    open(frame) {
      if (broken) return null;
      try {
        return next().decrypt(frame);
      } catch {
        broken = true;
        return null;
      }
    },
  };
};
