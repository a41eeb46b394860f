/** The key pair by which relays know this installation. Subscriptions are bound to it: a new pair ends them all. */
import { createECDH } from 'node:crypto';
import { z } from 'zod';
import type { Database } from '../../library/database.ts';
import { readSetting, writeSetting } from '../../library/settings.ts';
import { secretName } from '../companion-settings.ts';
import type { SecretKeeper } from '../ports.ts';

/** Base64url: an uncompressed P-256 point, and 32 bytes. */
export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

const keptSchema = z.strictObject({ publicKey: z.string(), sealedPrivateKey: z.string() });

/** `fresh` where there were none that could be used. */
export function openVapidKeys(
  database: Database,
  keeper: SecretKeeper,
): { readonly keys: VapidKeys; readonly fresh: boolean } {
  const setting = { name: secretName('push-keys', keeper), schema: keptSchema };
  const kept = readSetting(database, setting);
  const secret = kept === null ? null : keeper.open(kept.sealedPrivateKey);
  if (kept !== null && secret !== null) {
    const privateKey = Buffer.from(secret).toString('base64url');
    return { keys: { publicKey: kept.publicKey, privateKey }, fresh: false };
  }
  const pair = createECDH('prime256v1');
  const publicKey = pair.generateKeys('base64url');
  // A key that begins with zeros comes short; its length is fixed.
  const made = Buffer.concat([Buffer.alloc(32), pair.getPrivateKey()]).subarray(-32);
  writeSetting(database, setting, { publicKey, sealedPrivateKey: keeper.seal(new Uint8Array(made)) });
  return { keys: { publicKey, privateKey: made.toString('base64url') }, fresh: true };
}
