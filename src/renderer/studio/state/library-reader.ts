/**
 * Reads the gallery as it is looked at: the first page at once, then the order of all photos, then the pages that
 * scroll into sight. A newer question makes the answers to older ones worthless; they are dropped.
 */
import type { GalleryFilter, PhotoCard } from '../../../contracts/gallery.ts';
import type { StudioApi } from '../../../contracts/studio-api.ts';
import { type Order, withPage } from './order.ts';

const pageSize = 120;

export interface LibraryReader {
  /** Starts over for a filter; what is in sight is read first. */
  read(filter: GalleryFilter, search: string): Promise<void>;
  /** Reads the order again, soon; many calls become one. */
  readOrderSoon(): void;
  /** These places came into sight. */
  want(from: number, to: number): void;
}

export function createLibraryReader(options: {
  studio: Pick<StudioApi, 'listPhotos' | 'listPhotoIds'>;
  cardOf: (id: string) => PhotoCard | undefined;
  putCards: (cards: readonly PhotoCard[]) => void;
  order: () => Order;
  setOrder: (order: Order) => void;
  onError: (error: unknown) => void;
  after: (milliseconds: number, run: () => void) => void;
}): LibraryReader {
  let generation = 0;
  let query: { filter: GalleryFilter; search: string } = { filter: 'all', search: '' };
  let sight = { from: 0, to: 0 };
  let orderSoon = false;
  const underway = new Set<number>();

  async function readPage(page: number, mine: number): Promise<void> {
    const offset = page * pageSize;
    const { cards, total } = await options.studio.listPhotos({ ...query, offset, limit: pageSize });
    if (mine !== generation) return;
    options.putCards(cards);
    const ids = cards.map(({ id }) => id);
    options.setOrder(withPage(options.order(), offset, ids, total));
  }

  async function readOrder(mine: number): Promise<void> {
    const ids = await options.studio.listPhotoIds(query);
    if (mine !== generation) return;
    options.setOrder(ids);
    want(sight.from, sight.to);
  }

  async function read(filter: GalleryFilter, search: string): Promise<void> {
    const asked = query.filter !== filter || query.search !== search;
    generation += 1;
    const mine = generation;
    query = { filter, search };
    underway.clear();
    if (asked) sight = { from: 0, to: 0 };
    const page = Math.floor(sight.from / pageSize);
    await readPage(page, mine);
    if (mine !== generation) return;
    // The order of a library that fits on the page is known already.
    if (options.order().every((id) => id !== null)) want(sight.from, sight.to);
    else await readOrder(mine);
  }

  function readOrderSoon(): void {
    if (orderSoon) return;
    orderSoon = true;
    options.after(options.order().length > 2000 ? 800 : 200, () => {
      orderSoon = false;
      readOrder(generation).catch(options.onError);
    });
  }

  function want(from: number, to: number): void {
    sight = { from, to };
    const order = options.order();
    for (let index = from; index < Math.min(to, order.length); index++) {
      const id = order[index];
      if (id != null && options.cardOf(id) !== undefined) continue;
      const page = Math.floor(index / pageSize);
      if (underway.has(page)) continue;
      underway.add(page);
      const mine = generation;
      readPage(page, mine)
        .catch(options.onError)
        .finally(() => {
          if (mine === generation) underway.delete(page);
        });
    }
  }

  return { read, readOrderSoon, want };
}
