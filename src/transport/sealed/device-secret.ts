/**
 * What a paired phone and the studio compute when they meet again: four X25519 secrets, so that only who holds the
 * private half of one of the two static keys takes part, and only who holds the ephemeral ones can ever read along.
 */
import { x25519 } from '@noble/curves/ed25519.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { lengthPrefixed, utf8 } from './bytes.ts';

export interface KeyPair {
  readonly privateKey: Uint8Array;
  readonly publicKey: Uint8Array;
}

export function newKeyPair(): KeyPair {
  const { secretKey, publicKey } = x25519.keygen();
  return { privateKey: secretKey, publicKey };
}

export function publicKeyOf(privateKey: Uint8Array): Uint8Array {
  return x25519.getPublicKey(privateKey);
}

export interface Meeting {
  readonly deviceId: string;
  readonly phone: { readonly known: Uint8Array; readonly fresh: Uint8Array };
  readonly studio: { readonly known: Uint8Array; readonly fresh: Uint8Array };
}

export function meetingTranscript({ deviceId, phone, studio }: Meeting): Uint8Array {
  return lengthPrefixed(
    utf8('IrisVue companion device 1'),
    utf8(deviceId),
    phone.known,
    studio.known,
    phone.fresh,
    studio.fresh,
  );
}

/** The same four, whoever computes them. @throws Error when a key of the other side is of a small group */
export function phoneSecret(known: Uint8Array, fresh: Uint8Array, studio: Meeting['studio']): Uint8Array {
  return concatBytes(
    x25519.getSharedSecret(fresh, studio.fresh),
    x25519.getSharedSecret(fresh, studio.known),
    x25519.getSharedSecret(known, studio.fresh),
    x25519.getSharedSecret(known, studio.known),
  );
}

export function studioSecret(known: Uint8Array, fresh: Uint8Array, phone: Meeting['phone']): Uint8Array {
  return concatBytes(
    x25519.getSharedSecret(fresh, phone.fresh),
    x25519.getSharedSecret(known, phone.fresh),
    x25519.getSharedSecret(fresh, phone.known),
    x25519.getSharedSecret(known, phone.known),
  );
}
