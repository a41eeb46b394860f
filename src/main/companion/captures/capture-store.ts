import type { Verdict } from '../../../contracts/companion/capture.ts';
import { verdictSchema } from '../../../contracts/companion/capture.ts';
import type { DeviceId } from '../../../contracts/companion/device.ts';
import type { PhotoId } from '../../../contracts/photo.ts';
import type { Clock } from '../../library/clock.ts';
import type { Database } from '../../library/database.ts';

export interface CaptureRow {
  readonly photoId: PhotoId;
  readonly receivedAt: number;
  readonly verdict: string | null;
}

/** Which phone sent which photo, and what the studio thought of it. */
export class CaptureStore {
  readonly #clock: Clock;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: Database, clock: Clock) {
    this.#clock = clock;
    this.#statements = prepare(database);
  }

  add(photoId: PhotoId, deviceId: DeviceId): void {
    this.#statements.add.run({ photoId, deviceId, now: this.#clock.now() });
  }

  /** Newest first. */
  list(deviceId: DeviceId, before: number | null, limit: number): CaptureRow[] {
    return this.#statements.list.all(deviceId, before ?? Number.MAX_SAFE_INTEGER, limit);
  }

  get(photoId: PhotoId, deviceId: DeviceId): CaptureRow | null {
    return this.#statements.get.get(photoId, deviceId) ?? null;
  }

  devicesOf(photoId: PhotoId): DeviceId[] {
    return this.#statements.devicesOf.all(photoId).map(({ deviceId }) => deviceId);
  }

  /** Of the phone's captures, those that wait for somebody to process them, oldest first. */
  newOnes(deviceId: DeviceId): PhotoId[] {
    return this.#statements.newOnes.all(deviceId).map(({ photoId }) => photoId);
  }

  /** Whether any of the phone's captures waits or is in work. */
  hasUnfinished(deviceId: DeviceId): boolean {
    return this.#statements.unfinished.get(deviceId) !== undefined;
  }

  setVerdict(photoId: PhotoId, verdict: Verdict): void {
    this.#statements.setVerdict.run(photoId, JSON.stringify(verdict));
  }

  hasVerdict(photoId: PhotoId): boolean {
    return this.#statements.hasVerdict.get(photoId) !== undefined;
  }

  /** Those that nobody has looked at, oldest first: the studio was closed over them. */
  unjudged(): PhotoId[] {
    return this.#statements.unjudged.all().map(({ photoId }) => photoId);
  }

  /** The name on the cards of what this phone sent. */
  renameOrigin(deviceId: DeviceId, from: string, name: string): PhotoId[] {
    return this.#statements.renameOrigin.all(name, from, deviceId).map(({ id }) => id);
  }
}

export function parseVerdict(text: string | null): Verdict | null {
  const parsed = text === null ? null : verdictSchema.safeParse(JSON.parse(text));
  return parsed?.success ? parsed.data : null;
}

function prepare(database: Database) {
  const rows = `SELECT c.photo_id AS photoId, c.received_at AS receivedAt, v.verdict
    FROM captures c LEFT JOIN verdicts v ON v.photo_id = c.photo_id`;
  return {
    // No two of a phone's at the same moment: pages of them go by it.
    add: database.prepare<[{ photoId: string; deviceId: string; now: number }]>(
      `INSERT INTO captures (photo_id, device_id, received_at) VALUES (@photoId, @deviceId, max(@now,
         coalesce((SELECT max(received_at) + 1 FROM captures WHERE device_id = @deviceId), 0)))
       ON CONFLICT DO UPDATE SET received_at = excluded.received_at`,
    ),
    list: database.prepare<[string, number, number], CaptureRow>(
      `${rows} WHERE c.device_id = ? AND c.received_at < ? ORDER BY c.received_at DESC LIMIT ?`,
    ),
    get: database.prepare<[string, string], CaptureRow>(`${rows} WHERE c.photo_id = ? AND c.device_id = ?`),
    devicesOf: database.prepare<[string], { deviceId: string }>(
      'SELECT device_id AS deviceId FROM captures WHERE photo_id = ?',
    ),
    newOnes: database.prepare<[string], { photoId: string }>(
      `SELECT c.photo_id AS photoId FROM captures c JOIN photos p ON p.id = c.photo_id
       WHERE c.device_id = ? AND p.state = 'new' ORDER BY c.received_at`,
    ),
    unfinished: database.prepare<[string], unknown>(
      `SELECT 1 FROM captures c JOIN photos p ON p.id = c.photo_id
       WHERE c.device_id = ? AND p.state IN ('waiting', 'working') LIMIT 1`,
    ),
    setVerdict: database.prepare<[string, string]>(
      `INSERT INTO verdicts (photo_id, verdict) VALUES (?, ?)
       ON CONFLICT DO UPDATE SET verdict = excluded.verdict`,
    ),
    hasVerdict: database.prepare<[string], unknown>('SELECT 1 FROM verdicts WHERE photo_id = ?'),
    unjudged: database.prepare<[], { photoId: string }>(
      `SELECT photo_id AS photoId FROM captures WHERE photo_id NOT IN (SELECT photo_id FROM verdicts)
       GROUP BY photo_id ORDER BY min(received_at)`,
    ),
    renameOrigin: database.prepare<[string, string, string], { id: string }>(
      `UPDATE photos SET origin = ? WHERE origin = ? AND id IN (SELECT photo_id FROM captures WHERE device_id = ?)
       RETURNING id`,
    ),
  };
}
