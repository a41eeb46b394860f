import { randomBytes } from 'node:crypto';
import type { Device, DeviceId, DevicePlatform, NoticeRung } from '../../../contracts/companion/device.ts';
import type { Clock } from '../../library/clock.ts';
import type { Database } from '../../library/database.ts';

interface DeviceRow {
  readonly id: string;
  readonly name: string;
  readonly platform: DevicePlatform;
  readonly pairedAt: number;
  readonly seenAt: number | null;
  readonly notices: NoticeRung;
}

export interface NewDevice {
  readonly name: string;
  readonly platform: DevicePlatform;
  readonly publicKey: Uint8Array;
}

/** Pages of one phone: its browser's, its HTTPS twin's, its Home Screen app's; more have replaced the oldest. */
const keysPerDevice = 6;

/** Phones that were let in. What is kept of their keys is public: nothing here lets anybody pass for a phone. */
export class DeviceStore {
  readonly #clock: Clock;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #insert: (device: NewDevice, id: string, keyId: string) => void;

  constructor(database: Database, clock: Clock) {
    this.#clock = clock;
    this.#statements = prepare(database);
    this.#insert = database.transaction((device: NewDevice, id: string, keyId: string) => {
      const now = clock.now();
      this.#statements.insert.run(id, device.name, device.platform, now);
      this.#statements.insertKey.run(keyId, id, device.publicKey, now);
    });
  }

  get count(): number {
    return this.#statements.count.get()!.devices;
  }

  /** Newest first; `connected` is not known here. */
  list(): Omit<Device, 'connected'>[] {
    return this.#statements.list.all();
  }

  get(id: DeviceId): Omit<Device, 'connected'> | null {
    return this.#statements.get.get(id) ?? null;
  }

  /** Whose key this is, and the key. */
  key(keyId: string): { readonly deviceId: DeviceId; readonly publicKey: Uint8Array } | null {
    return this.#statements.key.get(keyId) ?? null;
  }

  /** A new phone; the id is of its first key, by which it comes back. */
  add(device: NewDevice): { readonly deviceId: DeviceId; readonly keyId: string } {
    const deviceId = newId();
    const keyId = newId();
    this.#insert(device, deviceId, keyId);
    return { deviceId, keyId };
  }

  /** Another page of a phone that is known. */
  addKey(deviceId: DeviceId, publicKey: Uint8Array): string {
    const keyId = newId();
    this.#statements.insertKey.run(keyId, deviceId, publicKey, this.#clock.now());
    this.#statements.dropOldKeys.run(deviceId, deviceId, keysPerDevice);
    return keyId;
  }

  rename(id: DeviceId, name: string): boolean {
    return this.#statements.rename.run(name, id).changes === 1;
  }

  seen(id: DeviceId): void {
    this.#statements.seen.run(this.#clock.now(), id);
  }

  setNotices(id: DeviceId, rung: NoticeRung): void {
    this.#statements.setNotices.run(rung, id);
  }

  /** With all that belongs to it; its photos stay. */
  remove(id: DeviceId): boolean {
    return this.#statements.remove.run(id).changes === 1;
  }
}

export const newId = (): string => randomBytes(16).toString('base64url');

function prepare(database: Database) {
  const columns = 'id, name, platform, paired_at AS pairedAt, seen_at AS seenAt, notices';
  return {
    count: database.prepare<[], { devices: number }>('SELECT count(*) AS devices FROM devices'),
    list: database.prepare<[], DeviceRow>(
      `SELECT ${columns} FROM devices ORDER BY paired_at DESC, rowid DESC`,
    ),
    get: database.prepare<[string], DeviceRow>(`SELECT ${columns} FROM devices WHERE id = ?`),
    key: database.prepare<[string], { deviceId: string; publicKey: Uint8Array }>(
      'SELECT device_id AS deviceId, public_key AS publicKey FROM device_keys WHERE id = ?',
    ),
    insert: database.prepare<[string, string, string, number]>(
      'INSERT INTO devices (id, name, platform, paired_at) VALUES (?, ?, ?, ?)',
    ),
    insertKey: database.prepare<[string, string, Uint8Array, number]>(
      'INSERT INTO device_keys (id, device_id, public_key, added_at) VALUES (?, ?, ?, ?)',
    ),
    dropOldKeys: database.prepare<[string, string, number]>(
      `DELETE FROM device_keys WHERE device_id = ? AND rowid NOT IN (
         SELECT rowid FROM device_keys WHERE device_id = ? ORDER BY added_at DESC, rowid DESC LIMIT ?)`,
    ),
    rename: database.prepare<[string, string]>('UPDATE devices SET name = ? WHERE id = ?'),
    seen: database.prepare<[number, string]>('UPDATE devices SET seen_at = ? WHERE id = ?'),
    setNotices: database.prepare<[string, string]>('UPDATE devices SET notices = ? WHERE id = ?'),
    remove: database.prepare<[string]>('DELETE FROM devices WHERE id = ?'),
  };
}
