/**
 * Seals the studio's own secrets with the system's key store (Keychain, DPAPI, libsecret, KWallet). The store keeps
 * one random key, and that key seals everything else: so the store is asked once, before the studio opens.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SafeStorage } from 'electron';
import { z } from 'zod';
import { readPrivateFile, writePrivateFile } from '../companion/certificates/private-file.ts';
import type { SecretKeeper } from '../companion/ports.ts';

export type KeyStore = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>;

export interface SystemSecretsOptions {
  readonly store: KeyStore;
  readonly platform: NodeJS.Platform;
  /** Where the sealed key lies. */
  readonly file: string;
}

const keptSchema = z.strictObject({ version: z.literal(1), sealedKey: z.base64() });
const keyBytes = 32;
const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** Null where the system has no key store that is worth the name. Rejects with the file system's errors. */
export async function systemSecrets(options: SystemSecretsOptions): Promise<SecretKeeper | null> {
  const { store, platform, file } = options;
  if (!(await store.isAsyncEncryptionAvailable().catch(() => false))) return null;
  // Chromium's stand-in where Linux has none: a key that everybody knows.
  if (platform === 'linux' && store.getSelectedStorageBackend() === 'basic_text') return null;
  const key = (await readKey(store, file)) ?? (await makeKey(store, file));
  return key && keeperOver(key);
}

/** Null where there is none, and where another computer's store sealed it. */
async function readKey(store: KeyStore, file: string): Promise<Buffer | null> {
  const kept = keptSchema.safeParse(jsonOf(await readPrivateFile(file)));
  if (!kept.success) return null;
  try {
    const { result, shouldReEncrypt } = await store.decryptStringAsync(
      Buffer.from(kept.data.sealedKey, 'base64'),
    );
    const key = Buffer.from(result, 'base64');
    if (key.length !== keyBytes) return null;
    if (shouldReEncrypt) await keepKey(store, file, key);
    return key;
  } catch {
    return null;
  }
}

async function makeKey(store: KeyStore, file: string): Promise<Buffer | null> {
  const key = randomBytes(keyBytes);
  return (await keepKey(store, file, key)) ? key : null;
}

/** False where the store refuses. */
async function keepKey(store: KeyStore, file: string, key: Buffer): Promise<boolean> {
  const sealed = await store.encryptStringAsync(key.toString('base64')).catch(() => null);
  if (sealed === null) return false;
  const kept: z.infer<typeof keptSchema> = { version: 1, sealedKey: sealed.toString('base64') };
  await writePrivateFile(file, `${JSON.stringify(kept)}\n`);
  return true;
}

function keeperOver(key: Buffer): SecretKeeper {
  return {
    name: 'system',
    seal(secret) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
      const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
      return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64');
    },
    open(text) {
      const bytes = Buffer.from(text, 'base64');
      if (bytes.length < nonceBytes + tagBytes) return null;
      try {
        const nonce = bytes.subarray(0, nonceBytes);
        const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
        decipher.setAuthTag(bytes.subarray(-tagBytes));
        const secret = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
        return new Uint8Array(Buffer.concat([secret, decipher.final()]));
      } catch {
        return null;
      }
    },
  };
}

function jsonOf(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
