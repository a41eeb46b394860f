import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { plainSecrets, studioKeyPair } from '../companion/companion-settings.ts';
import type { SecretKeeper } from '../companion/ports.ts';
import { openVapidKeys } from '../companion/push/vapid-keys.ts';
import { temporaryFolder } from '../library/fixtures.ts';
import { openLibrary } from '../library/open-library.ts';
import { type KeyStore, systemSecrets } from './system-secrets.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

/** Of one computer: what another one sealed does not open. */
function keyStore(mask = 0x5a, changes: Partial<KeyStore> = {}): KeyStore {
  const turned = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ mask));
  return {
    isAsyncEncryptionAvailable: async () => true,
    encryptStringAsync: async (text) => turned(Buffer.from(`sealed ${text}`)),
    async decryptStringAsync(bytes) {
      const text = turned(bytes).toString();
      if (!text.startsWith('sealed ')) throw new Error('not of this store');
      return { result: text.slice('sealed '.length), shouldReEncrypt: false };
    },
    getSelectedStorageBackend: () => 'gnome_libsecret',
    ...changes,
  };
}
const file = () => join(folder.path, 'secrets.json');
const open = (store: KeyStore, platform: NodeJS.Platform = 'linux') =>
  systemSecrets({ store, platform, file: file() });
const secret = new Uint8Array([...Array(32).keys()]);

it('opens what it sealed, also after a restart, and not what was altered', async () => {
  const sealed = (await open(keyStore()))!.seal(secret);
  expect(Buffer.from(sealed, 'base64').includes(Buffer.from(secret))).toBe(false);
  const keeper = (await open(keyStore()))!;
  expect(keeper.open(sealed)).toEqual(secret);
  expect(keeper.open(sealed.replace(/^./, (sign) => (sign === 'A' ? 'B' : 'A')))).toBeNull();
  expect(keeper.open('')).toBeNull();
  if (process.platform !== 'win32') expect((await stat(file())).mode & 0o777).toBe(0o600);
});

it('starts anew where another computer’s store sealed its key, or its file is damaged', async () => {
  const sealed = (await open(keyStore()))!.seal(secret);
  const moved = (await open(keyStore(0x33)))!;
  expect(moved.open(sealed)).toBeNull();
  expect(moved.open(moved.seal(secret))).toEqual(secret);
});

it('seals its key again when the store asks for it', async () => {
  const sealed = (await open(keyStore()))!.seal(secret);
  const before = await readFile(file(), 'utf8');
  const { decryptStringAsync } = keyStore();
  const rotated = keyStore(0x33, {
    decryptStringAsync: async (bytes) => ({ ...(await decryptStringAsync(bytes)), shouldReEncrypt: true }),
  });
  expect((await open(rotated))!.open(sealed)).toEqual(secret);
  expect(await readFile(file(), 'utf8')).not.toBe(before);
  expect((await open(keyStore(0x33)))!.open(sealed)).toEqual(secret);
});

it('is none without a store, with one that refuses, and over Linux’ stand-in for one', async () => {
  expect(await open(keyStore(0, { isAsyncEncryptionAvailable: async () => false }))).toBeNull();
  const refusing = keyStore(0, { encryptStringAsync: () => Promise.reject(new Error('locked')) });
  expect(await open(refusing)).toBeNull();
  const standIn = keyStore(0, { getSelectedStorageBackend: () => 'basic_text' });
  expect(await open(standIn)).toBeNull();
  expect(await open(standIn, 'darwin')).not.toBeNull();
});

it('lies beside the secrets of the host without a store: neither makes the other’s unreadable', async () => {
  const library = await openLibrary({ directory: join(folder.path, 'library') });
  const ownKeys = (keeper: SecretKeeper) => ({
    studio: Buffer.from(studioKeyPair(library.database, keeper).publicKey).toString('hex'),
    vapid: openVapidKeys(library.database, keeper).keys.publicKey,
  });
  const system = (await open(keyStore()))!;
  const onDesktop = ownKeys(system);
  const headless = ownKeys(plainSecrets);
  expect(headless).not.toEqual(onDesktop);
  expect(ownKeys(system)).toEqual(onDesktop);
  expect(ownKeys(plainSecrets)).toEqual(headless);
  await library.close();
});
