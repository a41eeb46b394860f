import type { QueueView } from '../../../contracts/gallery.ts';

const known = new WeakMap<QueueView, ReadonlyMap<string, number>>();

/** 1 is next; null for a photo beyond what the queue's view lists. Made once per view, read by every card. */
export function placeInQueue(queue: QueueView, photoId: string): number | null {
  let places = known.get(queue);
  if (places === undefined) {
    const waiting = queue.entries.filter(({ state }) => state === 'waiting');
    places = new Map(waiting.map((entry, index) => [entry.photoId, index + 1]));
    known.set(queue, places);
  }
  return places.get(photoId) ?? null;
}
