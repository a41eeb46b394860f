/** What a phone sees of the photos it sent: its own rows, and the cards that windows see of them. */
import { type Capture, type Verdict, verdictSchema } from '../../../contracts/companion/capture.ts';
import type { DeviceId } from '../../../contracts/companion/device.ts';
import type { PhotoCard } from '../../../contracts/gallery.ts';
import type { PhotoId } from '../../../contracts/photo.ts';
import type { StudioHost } from '../../window/studio-host.ts';
import { type CaptureRow, type CaptureStore, parseVerdict } from './capture-store.ts';

export class Captures {
  readonly #host: StudioHost;
  readonly #store: CaptureStore;

  constructor(host: StudioHost, store: CaptureStore) {
    this.#host = host;
    this.#store = store;
  }

  /** Newest first. */
  async page(
    deviceId: DeviceId,
    before: number | null,
    limit: number,
  ): Promise<{ captures: Capture[]; more: boolean }> {
    const rows = this.#store.list(deviceId, before, limit + 1);
    return { captures: await this.#of(rows.slice(0, limit)), more: rows.length > limit };
  }

  /** Those of these photos that this phone sent. */
  async some(deviceId: DeviceId, photoIds: readonly PhotoId[]): Promise<Capture[]> {
    return this.#of(photoIds.flatMap((id) => this.#store.get(id, deviceId) ?? []));
  }

  async #of(rows: readonly CaptureRow[]): Promise<Capture[]> {
    const cards = new Map(
      this.#host.gallery.cards(rows.map(({ photoId }) => photoId)).map((card) => [card.id, card]),
    );
    const captures: Capture[] = [];
    for (const row of rows) {
      const card = cards.get(row.photoId);
      // Removed in this very moment.
      if (card) captures.push(await this.#capture(row, card));
    }
    return captures;
  }

  async #capture(row: CaptureRow, card: PhotoCard): Promise<Capture> {
    const { id, name, state, width, height, thumbnail, eye, place, progress, failure } = card;
    return {
      id,
      name,
      receivedAt: row.receivedAt,
      state,
      width,
      height,
      thumbnail,
      eye,
      place,
      progress,
      failure,
      verdict: parseVerdict(row.verdict),
      result: await this.#result(card),
    };
  }

  async #result({ result }: PhotoCard): Promise<Capture['result']> {
    const stored = result && this.#host.parts.library.result(result.id);
    if (!result || !stored) return null;
    const { format } = stored.recipe;
    const name = await this.#host.api.nameForSaving({ resultId: result.id, format });
    const { id, width, height, milliseconds, createdAt } = result;
    return { id, width, height, format, name, milliseconds, createdAt };
  }
}

/** As it is kept and told. */
export const checkedVerdict = (verdict: Verdict): Verdict => verdictSchema.parse(verdict);
