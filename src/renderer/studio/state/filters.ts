import type { GalleryFilter, PhotoCard } from '../../../contracts/gallery.ts';

export const filterNames: Readonly<Record<GalleryFilter, string>> = {
  all: 'All',
  new: 'New',
  working: 'Working',
  review: 'Review',
  failed: 'Failed',
  done: 'Done',
};

export const filterOrder: readonly GalleryFilter[] = ['all', 'new', 'working', 'review', 'failed', 'done'];

/** Whether a card belongs to what is shown; "working" holds what waits, too. */
export function matches(card: PhotoCard, filter: GalleryFilter, search: string): boolean {
  if (search !== '' && !card.name.toLowerCase().includes(search.toLowerCase())) return false;
  if (filter === 'all') return true;
  if (filter === 'working') return card.state === 'working' || card.state === 'waiting';
  return card.state === filter;
}
