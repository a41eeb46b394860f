import type { DeviceId } from '../../../contracts/companion/device.ts';
import type { Clock } from '../../library/clock.ts';
import type { Database } from '../../library/database.ts';
import { newId } from '../devices/device-store.ts';

export interface Upload {
  readonly id: string;
  readonly deviceId: DeviceId;
  readonly localId: string;
  /** Cleaned for showing. */
  readonly name: string;
  readonly byteLength: number;
}

/** The rows of what phones have begun to send. */
export class UploadStore {
  readonly #clock: Clock;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: Database, clock: Clock) {
    this.#clock = clock;
    this.#statements = prepare(database);
  }

  get(id: string): Upload | null {
    return this.#statements.get.get(id) ?? null;
  }

  find(deviceId: DeviceId, localId: string): Upload | null {
    return this.#statements.find.get(deviceId, localId) ?? null;
  }

  /** Oldest first. */
  all(): Upload[] {
    return this.#statements.all.all();
  }

  /** What a phone has begun and not finished. */
  unfinished(deviceId: DeviceId): { readonly uploads: number; readonly bytes: number } {
    return this.#statements.unfinished.get(deviceId)!;
  }

  /** Announced bytes of all phones. */
  announcedBytes(): number {
    return this.#statements.announced.get()!.bytes;
  }

  add(upload: Omit<Upload, 'id'>): Upload {
    const added = { ...upload, id: newId() };
    this.#statements.insert.run({ ...added, now: this.#clock.now() });
    return added;
  }

  touch(id: string): void {
    this.#statements.touch.run(this.#clock.now(), id);
  }

  remove(id: string): void {
    this.#statements.remove.run(id);
  }

  /** Those that nothing came for since then. */
  staleSince(time: number): Upload[] {
    return this.#statements.stale.all(time);
  }
}

function prepare(database: Database) {
  const columns = 'id, device_id AS deviceId, local_id AS localId, name, byte_length AS byteLength';
  return {
    get: database.prepare<[string], Upload>(`SELECT ${columns} FROM uploads WHERE id = ?`),
    find: database.prepare<[string, string], Upload>(
      `SELECT ${columns} FROM uploads WHERE device_id = ? AND local_id = ?`,
    ),
    all: database.prepare<[], Upload>(`SELECT ${columns} FROM uploads ORDER BY rowid`),
    unfinished: database.prepare<[string], { uploads: number; bytes: number }>(
      'SELECT count(*) AS uploads, coalesce(sum(byte_length), 0) AS bytes FROM uploads WHERE device_id = ?',
    ),
    announced: database.prepare<[], { bytes: number }>(
      'SELECT coalesce(sum(byte_length), 0) AS bytes FROM uploads',
    ),
    insert: database.prepare<[Upload & { now: number }]>(
      `INSERT INTO uploads (id, device_id, local_id, name, byte_length, touched_at)
       VALUES (@id, @deviceId, @localId, @name, @byteLength, @now)`,
    ),
    touch: database.prepare<[number, string]>('UPDATE uploads SET touched_at = ? WHERE id = ?'),
    remove: database.prepare<[string]>('DELETE FROM uploads WHERE id = ?'),
    stale: database.prepare<[number], Upload>(`SELECT ${columns} FROM uploads WHERE touched_at < ?`),
  };
}
