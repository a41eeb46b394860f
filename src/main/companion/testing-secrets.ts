/** Keeps secrets as they are, the way a system without a key store does. */
import type { SecretKeeper } from './ports.ts';

export const openKeeper: SecretKeeper = {
  name: 'plain',
  seal: (secret) => Buffer.from(secret).toString('base64'),
  open: (sealed) => new Uint8Array(Buffer.from(sealed, 'base64')),
};
