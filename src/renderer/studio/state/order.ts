/**
 * The gallery's order: one place per photo of the filter, null where the id is not known yet. Pure changes on it,
 * so that a photo that arrives, changes or goes moves nothing else.
 */
import type { GalleryFilter, PhotoCard } from '../../../contracts/gallery.ts';
import { matches } from './filters.ts';

export type Order = readonly (string | null)[];

/** Lays a page of ids over the order, which takes the length that the studio tells. */
export function withPage(order: Order, offset: number, ids: readonly string[], total: number): Order {
  const next: (string | null)[] = Array.from({ length: total }, (_, index) => order[index] ?? null);
  for (const [index, id] of ids.entries()) if (offset + index < total) next[offset + index] = id;
  return next;
}

export interface OrderChange {
  readonly order: Order;
  /** The studio has to be asked: something belongs here whose place cannot be told. */
  readonly stale: boolean;
}

export function afterCards(
  order: Order,
  cards: readonly PhotoCard[],
  filter: GalleryFilter,
  search: string,
  newestKnown: number,
): OrderChange {
  const known = new Set(order);
  const leaving = new Set<string>();
  const arriving: PhotoCard[] = [];
  let stale = false;
  for (const card of cards) {
    const belongs = matches(card, filter, search);
    if (belongs && !known.has(card.id)) {
      if (card.importedAt >= newestKnown) arriving.push(card);
      else stale = true;
    }
    if (!belongs && known.has(card.id)) leaving.add(card.id);
  }
  if (arriving.length === 0 && leaving.size === 0) return { order, stale };
  arriving.sort((one, other) => other.importedAt - one.importedAt);
  // Photos of one moment come in an order that only the studio knows.
  if (arriving.length > 1) stale = true;
  const staying = leaving.size === 0 ? order : order.filter((id) => id === null || !leaving.has(id));
  return { order: [...arriving.map(({ id }) => id), ...staying], stale };
}

export function without(order: Order, gone: ReadonlySet<string>): Order {
  const next = order.filter((id) => id === null || !gone.has(id));
  return next.length === order.length ? order : next;
}
