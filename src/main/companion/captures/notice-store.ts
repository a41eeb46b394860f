import type { DeviceId } from '../../../contracts/companion/device.ts';
import { type Notice, noticeSchema, type PhoneEvent } from '../../../contracts/companion/events.ts';
import type { Clock } from '../../library/clock.ts';
import type { Database } from '../../library/database.ts';

export type NoticeEvent = Extract<PhoneEvent, { type: 'notice' }>;

const keptMs = 14 * 86_400_000;
const keptPerDevice = 500;

/** What phones are to be told, numbered, kept for those that are away. */
export class NoticeStore {
  readonly #clock: Clock;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: Database, clock: Clock) {
    this.#clock = clock;
    this.#statements = prepare(database);
  }

  add(deviceId: DeviceId, notice: Notice): NoticeEvent {
    const at = this.#clock.now();
    const { lastInsertRowid } = this.#statements.add.run(deviceId, at, JSON.stringify(notice));
    this.#statements.dropBeyond.run(deviceId, deviceId, keptPerDevice);
    return { type: 'notice', sequence: Number(lastInsertRowid), at, replayed: false, notice };
  }

  after(deviceId: DeviceId, sequence: number): NoticeEvent[] {
    return this.#statements.after.all(deviceId, sequence).flatMap((row) => {
      const notice = noticeSchema.safeParse(JSON.parse(row.notice));
      // Of an older studio: there is nothing to show for it.
      if (!notice.success) return [];
      return [{ type: 'notice', sequence: row.sequence, at: row.at, replayed: true, notice: notice.data }];
    });
  }

  /** The number of the newest notice of any phone: what comes later is larger. */
  newest(): number {
    return this.#statements.newest.get()?.sequence ?? 0;
  }

  /** The oldest one that this phone could still be told; null where there is none. */
  oldest(deviceId: DeviceId): number | null {
    return this.#statements.oldest.get(deviceId)!.sequence;
  }

  purge(): void {
    this.#statements.purge.run(this.#clock.now() - keptMs);
  }
}

function prepare(database: Database) {
  return {
    add: database.prepare<[string, number, string]>(
      'INSERT INTO notices (device_id, at, notice) VALUES (?, ?, ?)',
    ),
    dropBeyond: database.prepare<[string, string, number]>(
      `DELETE FROM notices WHERE device_id = ? AND sequence <= (
         SELECT sequence FROM notices WHERE device_id = ? ORDER BY sequence DESC LIMIT 1 OFFSET ?)`,
    ),
    after: database.prepare<[string, number], { sequence: number; at: number; notice: string }>(
      'SELECT sequence, at, notice FROM notices WHERE device_id = ? AND sequence > ? ORDER BY sequence',
    ),
    newest: database.prepare<[], { sequence: number }>(
      "SELECT seq AS sequence FROM sqlite_sequence WHERE name = 'notices'",
    ),
    oldest: database.prepare<[string], { sequence: number | null }>(
      'SELECT min(sequence) AS sequence FROM notices WHERE device_id = ?',
    ),
    purge: database.prepare<[number]>('DELETE FROM notices WHERE at < ?'),
  };
}
