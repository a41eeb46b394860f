/** Bytes and their spellings, without anything that only one side has. */
import { concatBytes } from '@noble/hashes/utils.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export const utf8 = (text: string): Uint8Array => encoder.encode(text);
/** Throws where the bytes are no UTF-8. */
export const textOf = (bytes: Uint8Array): string => decoder.decode(bytes);

export function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Throws where the text is no base64url, or holds another number of bytes than `length`. */
export function fromBase64Url(text: string, length: number): Uint8Array {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
  // Two spellings of the same bytes must not both pass: the last sign may carry bits that nobody reads.
  if (bytes.length !== length || toBase64Url(bytes) !== text) throw new RangeError('not the bytes expected');
  return bytes;
}

/** Each part behind its length, so that parts cannot flow into each other. At most 127 bytes a part. */
export function lengthPrefixed(...parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes(
    ...parts.flatMap((part) => {
      if (part.length > 127) throw new RangeError('a part is too long to be prefixed by one byte');
      return [Uint8Array.of(part.length), part];
    }),
  );
}
