/**
 * What an event changes. Cards and progress go into stores by id, so that one card or one ring hears of it;
 * everything else is returned as a change of the one state.
 */
import type { PhotoCard } from '../../../contracts/gallery.ts';
import type { Progress } from '../../../contracts/progress.ts';
import type { StudioEvent } from '../../../contracts/studio-api.ts';
import type { KeyedStore } from './keyed-store.ts';
import { afterCards, without } from './order.ts';
import { forget } from './selection.ts';
import type { StudioState } from './studio-state.ts';

export interface PhotoStores {
  readonly cards: KeyedStore<PhotoCard>;
  readonly progress: KeyedStore<Progress>;
}

export interface EventEffect {
  readonly change: Partial<StudioState>;
  /** The order has to be read again. */
  readonly stale: boolean;
}

const nothing: EventEffect = { change: {}, stale: false };

export function applyEvent(
  stores: PhotoStores,
  state: StudioState,
  event: StudioEvent['event'],
): EventEffect {
  switch (event.type) {
    case 'progress':
      keepProgress(stores, event.photoId, event.progress);
      return nothing;
    case 'cards':
      return applyCards(stores, state, event.cards);
    case 'removed': {
      const gone = new Set(event.photoIds);
      for (const id of gone) {
        stores.cards.delete(id);
        stores.progress.delete(id);
      }
      const { view } = state;
      const openIsGone = (view.kind === 'photo' || view.kind === 'outline') && gone.has(view.photoId);
      return {
        change: {
          order: without(state.order, gone),
          selection: forget(state.selection, gone),
          ...(openIsGone ? { view: { kind: 'library' } } : {}),
        },
        stale: false,
      };
    }
    case 'counts':
      return { change: { counts: event.counts }, stale: false };
    case 'queue':
      return { change: { queue: event.queue }, stale: false };
    case 'settings':
      return { change: { settings: event.settings }, stale: false };
    case 'phones':
      return { change: { phones: event.phones }, stale: false };
    case 'arriving':
      return { change: { arriving: event.captures }, stale: false };
    case 'ended':
      return nothing;
  }
}

function applyCards(stores: PhotoStores, state: StudioState, cards: readonly PhotoCard[]): EventEffect {
  const newest = newestKnown(stores, state);
  for (const card of cards) putCard(stores, card);
  const { order, stale } = afterCards(state.order, cards, state.filter, state.search, newest);
  const { view } = state;
  const open = view.kind === 'photo' || view.kind === 'outline' ? view.photoId : null;
  const openChanged = open !== null && cards.some(({ id }) => id === open);
  return {
    change: {
      ...(order === state.order ? {} : { order }),
      ...(openChanged ? { detailRevision: state.detailRevision + 1 } : {}),
    },
    stale,
  };
}

export function putCard(stores: PhotoStores, card: PhotoCard): void {
  stores.cards.set(card.id, card);
  if (card.state !== 'working') stores.progress.delete(card.id);
  else if (card.progress !== null) keepProgress(stores, card.id, card.progress);
}

/** A ring never runs backwards: a second attempt holds it still until it has caught up. */
function keepProgress({ progress }: PhotoStores, photoId: string, next: Progress): void {
  const known = progress.get(photoId);
  progress.set(
    photoId,
    known !== undefined && known.share > next.share ? { ...next, share: known.share } : next,
  );
}

function newestKnown({ cards }: PhotoStores, { order }: StudioState): number {
  for (const id of order) {
    const card = id === null ? undefined : cards.get(id);
    if (card !== undefined) return card.importedAt;
  }
  return 0;
}
