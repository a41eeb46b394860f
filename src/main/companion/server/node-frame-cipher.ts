/**
 * The same seal as noble's, computed by Node's own ChaCha20-Poly1305: main holds up its windows no longer than it
 * must. XChaCha20 is ChaCha20 under a key that HChaCha20 makes of the first 16 bytes of the nonce; here these are
 * always zero, so that one derived key serves the whole direction.
 */
import { createCipheriv, createDecipheriv, getCiphers } from 'node:crypto';
import { hchacha } from '@noble/ciphers/chacha.js';
import {
  type FrameCipher,
  type FrameCipherOf,
  nobleFrameCipher,
  sealBytes,
} from '../../../transport/sealed/frame-cipher.ts';

const algorithm = 'chacha20-poly1305';
const options = { authTagLength: sealBytes } as const;

/** Where Node has the cipher: Electron's crypto library leaves it out. */
export const nativeFrameCipher: FrameCipherOf = getCiphers().includes(algorithm)
  ? nodeCipher
  : nobleFrameCipher;

function nodeCipher(key: Uint8Array): FrameCipher {
  const subkey = derivedKey(key);
  const nonce = Buffer.alloc(12);
  let number = 0n;
  let broken = false;
  const next = () => {
    nonce.writeBigUInt64LE(number, 4);
    number += 1n;
    return nonce;
  };
  return {
    seal(plain) {
      const cipher = createCipheriv(algorithm, subkey, next(), options);
      const sealed = cipher.update(plain);
      return Buffer.concat([sealed, cipher.final(), cipher.getAuthTag()]);
    },
    open(frame) {
      if (broken || frame.length < sealBytes) return null;
      try {
        const decipher = createDecipheriv(algorithm, subkey, next(), options);
        decipher.setAuthTag(frame.subarray(frame.length - sealBytes));
        const plain = decipher.update(frame.subarray(0, frame.length - sealBytes));
        decipher.final();
        return plain;
      } catch {
        broken = true;
        return null;
      }
    },
  };
}

/** HChaCha20 of the key and 16 zero bytes. */
function derivedKey(key: Uint8Array): Uint8Array {
  const words = (bytes: Uint8Array) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Uint32Array.from({ length: bytes.byteLength / 4 }, (_, index) => view.getUint32(index * 4, true));
  };
  const out = new Uint32Array(8);
  hchacha(words(Buffer.from('expand 32-byte k')), words(key), new Uint32Array(4), out);
  const derived = Buffer.alloc(32);
  for (const [index, word] of out.entries()) derived.writeUInt32LE(word, index * 4);
  return derived;
}
