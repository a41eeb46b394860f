/**
 * Changes are gathered for 50 ms, so that a thousand imports are a few messages, and sent as the whole new state of
 * what changed. The queue is the largest of what is told, so it is told at most four times a second.
 */
import type { GalleryCounts, PhotoCard, QueueView } from '../../contracts/gallery.ts';
import type { PhotoId } from '../../contracts/photo.ts';
import type { Timers } from '../queue/timers.ts';
import type { StudioFeed } from './studio-feed.ts';

/** How things stand at the moment of telling. */
export interface Shown {
  cards(ids: readonly PhotoId[]): PhotoCard[];
  counts(): GalleryCounts;
  queueView(): QueueView;
}

const gatherMs = 50;
/** So that no flush holds up main: some two milliseconds for a hundred cards. */
const cardsAtOnce = 200;
const queueEveryMs = 250;

export class GatheredEvents {
  readonly #shown: Shown;
  readonly #feed: StudioFeed;
  readonly #timers: Timers;
  readonly #changed = new Set<PhotoId>();
  readonly #removed = new Set<PhotoId>();
  #countsChanged = false;
  #countsTold = '';
  #queueChanged = false;
  #forgetFlush: (() => void) | null = null;
  /** While it is set, the queue was told a moment ago. */
  #forgetQueue: (() => void) | null = null;
  #closed = false;

  constructor(shown: Shown, feed: StudioFeed, timers: Timers) {
    this.#shown = shown;
    this.#feed = feed;
    this.#timers = timers;
  }

  photosChanged(ids: readonly PhotoId[]): void {
    for (const id of ids) this.#changed.add(id);
    this.#countsChanged = true;
    this.#gather();
  }

  photosRemoved(ids: readonly PhotoId[]): void {
    for (const id of ids) {
      this.#changed.delete(id);
      this.#removed.add(id);
    }
    this.#countsChanged = true;
    this.#gather();
  }

  queueChanged(): void {
    this.#queueChanged = true;
    this.#gather();
  }

  /** Whether this photo's card has news that were not told yet. */
  awaits(id: PhotoId): boolean {
    return this.#changed.has(id);
  }

  flush(): void {
    this.#forgetFlush?.();
    this.#forgetFlush = null;
    if (this.#removed.size > 0) {
      this.#feed.publish({ type: 'removed', photoIds: [...this.#removed] });
      this.#removed.clear();
    }
    const ids = [...this.#changed].slice(0, cardsAtOnce);
    for (const id of ids) this.#changed.delete(id);
    const cards = ids.length === 0 ? [] : this.#shown.cards(ids);
    if (cards.length > 0) this.#feed.publish({ type: 'cards', cards });
    if (this.#countsChanged) this.#tellCounts();
    if (this.#queueChanged && this.#forgetQueue === null) this.#tellQueue();
    if (this.#changed.size > 0) this.#gather();
  }

  /** What still changes while the studio closes (a job handed back, say) finds the library shut: it is not told. */
  close(): void {
    this.#closed = true;
    this.#forgetFlush?.();
    this.#forgetQueue?.();
    this.#forgetFlush = null;
  }

  #gather(): void {
    if (this.#closed) return;
    this.#forgetFlush ??= this.#timers.after(gatherMs, () => this.flush());
  }

  #tellCounts(): void {
    this.#countsChanged = false;
    const counts = this.#shown.counts();
    const told = JSON.stringify(counts);
    if (told === this.#countsTold) return;
    this.#countsTold = told;
    this.#feed.publish({ type: 'counts', counts });
  }

  #tellQueue(): void {
    this.#queueChanged = false;
    this.#feed.publish({ type: 'queue', queue: this.#shown.queueView() });
    this.#forgetQueue = this.#timers.after(queueEveryMs, () => {
      this.#forgetQueue = null;
      if (this.#queueChanged) this.#gather();
    });
  }
}
