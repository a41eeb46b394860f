/** The fake studio's queue: one photo after the other, each in a moment, with the steps that the real one tells. */
import type { PhotoCard, QueueView } from '../../../contracts/gallery.ts';
import type { Recipe } from '../../../contracts/recipe.ts';
import type { StudioApi, StudioEvent } from '../../../contracts/studio-api.ts';
import { photoMs, progressOf } from '../../fake/played-progress.ts';
import { type FakePhoto, fail, finish } from './fake-library.ts';

export interface FakeQueueParts {
  /** Milliseconds that one photo takes. */
  readonly workMs: number;
  readonly now: () => number;
  readonly photo: (id: string) => FakePhoto | undefined;
  readonly tell: (event: StudioEvent['event']) => void;
  /** Tells of these cards, and of everything that counts them. */
  readonly changed: (cards: readonly PhotoCard[]) => void;
}

interface Entry {
  readonly photoId: string;
  readonly recipe: Recipe;
}

export class FakeQueue {
  readonly #parts: FakeQueueParts;
  #line: Entry[] = [];
  #running: (Entry & { share: number }) | null = null;
  #asked = 0;
  #ended = { finished: 0, failed: 0 };
  #paused = false;

  constructor(parts: FakeQueueParts) {
    this.#parts = parts;
  }

  #photo(id: string): FakePhoto {
    return this.#parts.photo(id) as FakePhoto;
  }

  view(): QueueView {
    const running = this.#running;
    const entry = (photoId: string, state: 'waiting' | 'working') => ({
      jobId: `job-${photoId.slice(-8)}`,
      photoId,
      name: this.#photo(photoId).card.name,
      state,
      progress: this.#photo(photoId).card.progress,
    });
    const left = this.#line.length + (running === null ? 0 : 1);
    return {
      paused: this.#paused,
      entries: [
        ...(running === null ? [] : [entry(running.photoId, 'working')]),
        ...this.#line.slice(0, 199).map(({ photoId }) => entry(photoId, 'waiting')),
      ],
      waiting: this.#line.length,
      share:
        left === 0
          ? null
          : Math.min(1, (this.#asked - left + (running?.share ?? 0)) / Math.max(1, this.#asked)),
      remainingMs: left === 0 ? null : (left - (running?.share ?? 0)) * photoMs,
    };
  }

  add({ photoIds, recipe, again }: Parameters<StudioApi['process']>[0]): { accepted: number } {
    const wanted = photoIds.filter((id) => {
      const state = this.#parts.photo(id)?.card.state;
      return state === 'new' || state === 'failed' || (again && state !== 'waiting' && state !== 'working');
    });
    for (const id of wanted) {
      const photo = this.#photo(id);
      this.#line.push({ photoId: id, recipe });
      photo.card = { ...photo.card, state: 'waiting', place: this.#line.length, failure: null };
    }
    this.#asked += wanted.length;
    if (wanted.length > 0) this.#parts.changed(wanted.map((id) => this.#photo(id).card));
    return { accepted: wanted.length };
  }

  cancel(ids: readonly string[]): void {
    const gone = new Set(ids);
    this.#line = this.#line.filter(({ photoId }) => !gone.has(photoId));
    if (this.#running !== null && gone.has(this.#running.photoId)) this.#running = null;
    for (const id of ids) {
      const photo = this.#photo(id);
      const state = photo.card.result === null ? 'new' : 'done';
      photo.card = { ...photo.card, state, place: null, progress: null, failure: null };
    }
    if (this.#line.length === 0 && this.#running === null) this.#asked = 0;
    this.#parts.changed(ids.map((id) => this.#photo(id).card));
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
    this.#parts.tell({ type: 'queue', queue: this.view() });
  }

  move({ photoId, before }: Parameters<StudioApi['moveInQueue']>[0]): void {
    const moving = this.#line.find((entry) => entry.photoId === photoId);
    if (moving === undefined) return;
    const rest = this.#line.filter((entry) => entry !== moving);
    const index = rest.findIndex((entry) => entry.photoId === before);
    rest.splice(index < 0 ? rest.length : index, 0, moving);
    this.#line = rest;
    this.#parts.tell({ type: 'queue', queue: this.view() });
  }

  /** One step of work, as long as said. */
  work(milliseconds: number): void {
    if (this.#paused) return;
    if (this.#running === null) this.#begin();
    const running = this.#running;
    if (running === null) return;
    running.share = Math.min(1, running.share + milliseconds / this.#parts.workMs);
    const { photoId, share, recipe } = running;
    const photo = this.#photo(photoId);
    const { failWith } = photo;
    if (failWith !== null && share > 0.3) this.#end(() => fail(photo, failWith));
    else if (share >= 1) this.#end(() => finish(photo, this.#parts.now(), recipe));
    else this.#parts.tell({ type: 'progress', photoId, progress: progressOf(share) });
  }

  /** Begins the first of the line, and is there already. */
  beginAt(share: number): void {
    this.#begin();
    if (this.#running === null) return;
    this.#running.share = share;
    const photo = this.#photo(this.#running.photoId);
    photo.card = { ...photo.card, progress: progressOf(share) };
    this.#parts.changed([photo.card]);
  }

  #begin(): void {
    const next = this.#line.shift();
    if (next === undefined) return;
    this.#running = { ...next, share: 0 };
    const photo = this.#photo(next.photoId);
    photo.attempts += 1;
    photo.card = { ...photo.card, state: 'working', place: null, failure: null, progress: progressOf(0) };
    this.#parts.changed([photo.card]);
  }

  #end(outcome: () => void): void {
    const photo = this.#photo((this.#running as Entry).photoId);
    outcome();
    this.#running = null;
    this.#ended[photo.card.state === 'failed' ? 'failed' : 'finished'] += 1;
    this.#parts.changed([photo.card]);
    if (this.#line.length > 0) return;
    const { finished, failed } = this.#ended;
    this.#ended = { finished: 0, failed: 0 };
    this.#asked = 0;
    this.#parts.tell(endedEvent(photo.card, finished, failed));
  }
}

/** @param last of those that ended */
function endedEvent(last: PhotoCard, finished: number, failed: number): StudioEvent['event'] {
  const one = finished + failed === 1;
  return {
    type: 'ended',
    finished,
    failed,
    photoId: one ? last.id : null,
    title: one
      ? failed === 1
        ? 'One photo needs you'
        : 'Your iris is ready'
      : `${finished} pictures are ready`,
    body: one ? last.name : failed > 0 ? `${failed} could not be finished.` : 'All photos are finished.',
  };
}
