import { describe, expect, it } from 'vitest';
import type { PhotoCard } from '../../../contracts/gallery.ts';
import { cardOf } from '../fake/card.ts';
import { createLibraryReader } from './library-reader.ts';
import type { Order } from './order.ts';

function gallery(count: number) {
  const all = Array.from({ length: count }, (_, index) =>
    cardOf({ id: `photo-${index}`, importedAt: count - index }),
  );
  const cards = new Map<string, PhotoCard>();
  const asked: number[] = [];
  const later: (() => void)[] = [];
  let order: Order = [];
  const reader = createLibraryReader({
    studio: {
      listPhotos: async ({ filter, offset, limit }) => {
        asked.push(offset);
        const kept = filter === 'all' ? all : all.filter(({ state }) => state === filter);
        return { cards: kept.slice(offset, offset + limit), total: kept.length };
      },
      listPhotoIds: async () => all.map(({ id }) => id),
    },
    cardOf: (id) => cards.get(id),
    putCards: (page) => {
      for (const card of page) cards.set(card.id, card);
    },
    order: () => order,
    setOrder: (next) => {
      order = next;
    },
    onError: (error) => {
      throw error;
    },
    after: (_milliseconds, run) => later.push(run),
  });
  return { reader, cards, asked, all, later, order: () => order };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('reading the gallery', () => {
  it('reads one page and the order, however many photos there are', async () => {
    const { reader, cards, asked, order } = gallery(20_000);
    await reader.read('all', '');
    expect(asked).toEqual([0]);
    expect(cards.size).toBe(120);
    expect(order()).toHaveLength(20_000);
    expect(order().every((id) => id !== null)).toBe(true);
  });

  it('reads what scrolls into sight, each page once', async () => {
    const { reader, asked, cards } = gallery(1000);
    await reader.read('all', '');
    reader.want(500, 540);
    reader.want(505, 545);
    await settled();
    expect(asked).toEqual([0, 480]);
    expect(cards.has('photo-540')).toBe(true);
    reader.want(500, 540);
    expect(asked).toHaveLength(2);
  });

  it('drops answers to a question that is no longer asked', async () => {
    const { reader, order } = gallery(300);
    const first = reader.read('all', '');
    const second = reader.read('failed', '');
    await Promise.all([first, second]);
    expect(order()).toHaveLength(0);
  });

  it('reads a changed order once for many changes', async () => {
    const { reader, later, all, order } = gallery(10);
    await reader.read('all', '');
    all.reverse();
    reader.readOrderSoon();
    reader.readOrderSoon();
    expect(later).toHaveLength(1);
    later[0]?.();
    await settled();
    expect(order()[0]).toBe('photo-9');
  });
});
