import type { DeviceId } from '../../../contracts/companion/device.ts';
import type { Clock } from '../../library/clock.ts';
import type { Database } from '../../library/database.ts';

export interface SentPictureRow {
  readonly resultId: string;
  readonly sentAt: number;
}

/** Which finished picture was sent to which phone (migration 8). Rows go with the picture and with the phone. */
export class SentPictureStore {
  readonly #clock: Clock;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: Database, clock: Clock) {
    this.#clock = clock;
    this.#statements = prepare(database);
  }

  /** @returns the new row; null where this phone has the picture already */
  add(resultId: string, deviceId: DeviceId): SentPictureRow | null {
    return this.#statements.add.get({ resultId, deviceId, now: this.#clock.now() }) ?? null;
  }

  /** Newest first; without those whose files are gone. */
  list(deviceId: DeviceId, before: number | null, limit: number): SentPictureRow[] {
    return this.#statements.list.all(deviceId, before ?? Number.MAX_SAFE_INTEGER, limit);
  }

  has(resultId: string, deviceId: DeviceId): boolean {
    return this.#statements.has.get(resultId, deviceId) !== undefined;
  }

  /** @returns whether it was there */
  remove(resultId: string, deviceId: DeviceId): boolean {
    return this.#statements.remove.run(resultId, deviceId).changes === 1;
  }
}

function prepare(database: Database) {
  return {
    // No two of a phone's at the same moment: pages of them go by it.
    add: database.prepare<[{ resultId: string; deviceId: string; now: number }], SentPictureRow>(
      `INSERT INTO sent_pictures (result_id, device_id, sent_at) VALUES (@resultId, @deviceId, max(@now,
         coalesce((SELECT max(sent_at) + 1 FROM sent_pictures WHERE device_id = @deviceId), 0)))
       ON CONFLICT DO NOTHING RETURNING result_id AS resultId, sent_at AS sentAt`,
    ),
    list: database.prepare<[string, number, number], SentPictureRow>(
      `SELECT s.result_id AS resultId, s.sent_at AS sentAt FROM sent_pictures s
       JOIN results r ON r.id = s.result_id AND r.lost_at IS NULL
       WHERE s.device_id = ? AND s.sent_at < ? ORDER BY s.sent_at DESC LIMIT ?`,
    ),
    has: database.prepare<[string, string], unknown>(
      'SELECT 1 FROM sent_pictures WHERE result_id = ? AND device_id = ?',
    ),
    remove: database.prepare<[string, string]>(
      'DELETE FROM sent_pictures WHERE result_id = ? AND device_id = ?',
    ),
  };
}
