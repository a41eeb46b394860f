/** What the phone's server remembers between starts. */
import { z } from 'zod';
import { type KeyPair, newKeyPair, publicKeyOf } from '../../transport/sealed/device-secret.ts';
import type { Database } from '../library/database.ts';
import { readSetting, type Setting, writeSetting } from '../library/settings.ts';
import type { SecretKeeper } from './ports.ts';

const port = z.int().min(1).max(65_535).nullable();

export const listenerSettingsSchema = z.strictObject({
  /** Where phones have their pages' storage and their bookmarks: it stays the same as long as it can be had. */
  port,
  securePort: port,
  /** The interface that the user chose by name; null lets the studio choose. */
  interfaceName: z.string().nullable(),
});
export type ListenerSettings = z.infer<typeof listenerSettingsSchema>;

const listenerSetting: Setting<ListenerSettings> = { name: 'companion', schema: listenerSettingsSchema };

export function readListenerSettings(database: Database): ListenerSettings {
  return readSetting(database, listenerSetting) ?? { port: null, securePort: null, interfaceName: null };
}

export function changeListenerSettings(database: Database, change: Partial<ListenerSettings>): void {
  writeSetting(database, listenerSetting, { ...readListenerSettings(database), ...change });
}

const keySchema = z.strictObject({ sealed: z.string() });

/**
 * The studio's own key, made once. Where it cannot be opened any more (another machine's key store sealed it) there is
 * a new one, and phones that pinned the old one must pair again.
 */
export function studioKeyPair(database: Database, keeper: SecretKeeper): KeyPair {
  const setting = { name: secretName('companionKey', keeper), schema: keySchema };
  const kept = readSetting(database, setting);
  const privateKey = kept && keeper.open(kept.sealed);
  if (privateKey?.length === 32) return { privateKey, publicKey: publicKeyOf(privateKey) };
  const made = newKeyPair();
  writeSetting(database, setting, { sealed: keeper.seal(made.privateKey) });
  return made;
}

/** Under which a secret is remembered. */
export const secretName = (name: string, keeper: SecretKeeper): string =>
  keeper.name === 'plain' ? name : `${name}.${keeper.name}`;

/** Where the system has no key store to ask: as safe as the data folder itself, which holds the photos too. */
export const plainSecrets: SecretKeeper = {
  name: 'plain',
  seal: (secret) => Buffer.from(secret).toString('base64'),
  open: (sealed) => new Uint8Array(Buffer.from(sealed, 'base64')),
};
