import { describe, expect, it, vi } from 'vitest';
import type { PhotoCard } from '../../../contracts/gallery.ts';
import type { Progress } from '../../../contracts/progress.ts';
import { cardOf } from '../fake/card.ts';
import { applyEvent, type PhotoStores } from './apply-event.ts';
import { KeyedStore } from './keyed-store.ts';
import { selectOnly } from './selection.ts';
import { initialState, type StudioState } from './studio-state.ts';

const progress = (share: number): Progress => ({ step: 'enhancing', share, remainingMs: null });

function library(...cards: PhotoCard[]): { stores: PhotoStores; state: StudioState } {
  const stores = { cards: new KeyedStore<PhotoCard>(), progress: new KeyedStore<Progress>() };
  for (const card of cards) stores.cards.set(card.id, card);
  return { stores, state: { ...initialState, order: cards.map(({ id }) => id) } };
}

describe('applying events', () => {
  it('wakes one ring for a step of progress, and no card and no state', () => {
    const { stores, state } = library(cardOf({ id: 'a', state: 'working' }), cardOf({ id: 'b' }));
    const ring = vi.fn();
    const otherRing = vi.fn();
    const card = vi.fn();
    stores.progress.subscribe('a', ring);
    stores.progress.subscribe('b', otherRing);
    stores.cards.subscribe('a', card);
    const { change } = applyEvent(stores, state, { type: 'progress', photoId: 'a', progress: progress(0.5) });
    expect(change).toEqual({});
    expect(ring).toHaveBeenCalledTimes(1);
    expect(otherRing).not.toHaveBeenCalled();
    expect(card).not.toHaveBeenCalled();
  });

  it('never lets a ring run backwards while it works, and starts anew after that', () => {
    const { stores, state } = library(cardOf({ id: 'a', state: 'working' }));
    for (const share of [0.6, 0.1]) {
      applyEvent(stores, state, { type: 'progress', photoId: 'a', progress: progress(share) });
    }
    expect(stores.progress.get('a')?.share).toBe(0.6);
    applyEvent(stores, state, { type: 'cards', cards: [cardOf({ id: 'a', state: 'waiting', place: 1 })] });
    applyEvent(stores, state, { type: 'progress', photoId: 'a', progress: progress(0.1) });
    expect(stores.progress.get('a')?.share).toBe(0.1);
  });

  it('drops removed photos everywhere and leaves their view', () => {
    const { stores, state } = library(cardOf({ id: 'a' }), cardOf({ id: 'b' }));
    const open: StudioState = {
      ...state,
      selection: selectOnly(state.selection, 'a'),
      view: { kind: 'photo', photoId: 'a' },
    };
    const { change } = applyEvent(stores, open, { type: 'removed', photoIds: ['a'] });
    expect(change.order).toEqual(['b']);
    expect(change.selection?.selected.size).toBe(0);
    expect(change.view).toEqual({ kind: 'library' });
    expect(stores.cards.get('a')).toBeUndefined();
  });

  it('has the open photo read again when its card changes', () => {
    const { stores, state } = library(cardOf({ id: 'a' }), cardOf({ id: 'b' }));
    const open: StudioState = { ...state, view: { kind: 'photo', photoId: 'a' } };
    expect(applyEvent(stores, open, { type: 'cards', cards: [cardOf({ id: 'b' })] }).change).toEqual({});
    expect(applyEvent(stores, open, { type: 'cards', cards: [cardOf({ id: 'a' })] }).change).toEqual({
      detailRevision: 1,
    });
  });
});
