/**
 * What windows see: cards, pages, counts and the queue, read from the database. Nothing here polls: the queue tells
 * what changed, and windows are told how it stands now. Progress goes out at once, never before the card that it
 * belongs to.
 */
import type {
  GalleryCounts,
  GalleryFilter,
  GalleryPage,
  PhotoCard,
  PhotoDetail,
  QueueView,
} from '../../contracts/gallery.ts';
import type { JobEvent } from '../../contracts/job.ts';
import type { PhotoId } from '../../contracts/photo.ts';
import type { Progress } from '../../contracts/progress.ts';
import type { Library } from '../library/library.ts';
import type { Log } from '../library/log.ts';
import type { JobQueue } from '../queue/job-queue.ts';
import { systemTimers, type Timers } from '../queue/timers.ts';
import { cardOf, failureCode, parseProgress } from './card.ts';
import { type CardQueries, type LineRow, prepareCardQueries, searchPattern } from './card-queries.ts';
import { Endings } from './endings.ts';
import { GatheredEvents } from './gathered-events.ts';
import { photoDetail } from './photo-detail.ts';
import { QueueProgress, remembered } from './queue-progress.ts';
import { StudioFeed } from './studio-feed.ts';

export interface GalleryParts {
  readonly library: Library;
  readonly queue: JobQueue;
  readonly log: Log;
  readonly timers?: Timers;
}

export interface PhotoQuery {
  readonly filter: GalleryFilter;
  /** Part of the name; empty for all. */
  readonly search: string;
}

const placesKnown = 1000;
const entriesShown = 200;
/** How often the queue is told while nothing but its share changes. */
const shareEveryMs = 1000;
const batchPriority = 2;

export class Gallery {
  readonly feed: StudioFeed;
  readonly #library: Library;
  readonly #queue: JobQueue;
  readonly #timers: Timers;
  readonly #queries: CardQueries;
  readonly #queueProgress: QueueProgress;
  readonly #endings = new Endings();
  readonly #events: GatheredEvents;
  readonly #unsubscribe: () => void;
  /** Jobs in work: whose photo, and how far. */
  readonly #running = new Map<string, { readonly photoId: string | null; progress: Progress | null }>();
  #places: Map<string, number> | null = null;
  #forgetShare: (() => void) | null = null;

  constructor({ library, queue, log, timers = systemTimers }: GalleryParts) {
    this.#library = library;
    this.#queue = queue;
    this.#timers = timers;
    this.feed = new StudioFeed(log);
    this.#events = new GatheredEvents(this, this.feed, timers);
    this.#queries = prepareCardQueries(library.database);
    const live = this.#queries.waiting.get()! + this.#queries.running.all().length;
    this.#queueProgress = new QueueProgress(live, this.#queries.recentDurations.all(remembered));
    this.#unsubscribe = queue.subscribe({
      event: (event) => this.#onEvent(event),
      progress: (jobId, progress) => this.#onProgress(jobId, progress),
    });
  }

  page({ filter, search, offset, limit }: PhotoQuery & { offset: number; limit: number }): GalleryPage {
    const kind = search === '' ? 'plain' : 'searched';
    const pattern = searchPattern(search);
    const rows = this.#queries.page[kind][filter].all({ search: pattern, limit, offset });
    const total =
      search === '' ? this.counts()[filter] : this.#queries.total.searched[filter].get({ search: pattern })!;
    return { cards: rows.map((row) => cardOf(row, this.#circumstances)), total };
  }

  ids({ filter, search }: PhotoQuery): PhotoId[] {
    const kind = search === '' ? 'plain' : 'searched';
    return this.#queries.ids[kind][filter].all({ search: searchPattern(search) });
  }

  /** Newest first; unknown ids are left out. */
  cards(ids: readonly PhotoId[]): PhotoCard[] {
    const rows = this.#queries.cards.all(JSON.stringify(ids));
    return rows.map((row) => cardOf(row, this.#circumstances));
  }

  detail(id: PhotoId): PhotoDetail | null {
    const [card] = this.cards([id]);
    return card ? photoDetail(card, this.#queries, this.#library.resultsOfPhoto(id)) : null;
  }

  counts(): GalleryCounts {
    const counts = { all: 0, new: 0, working: 0, done: 0, review: 0, failed: 0 };
    for (const { state, photos } of this.#queries.counts.all()) {
      counts.all += photos;
      counts[state === 'waiting' ? 'working' : state] += photos;
    }
    return counts;
  }

  queueView(): QueueView {
    const running = this.#queries.running.all();
    const ready = this.#queries.ready.all(entriesShown);
    const later = this.#queries.later.all(Math.max(0, entriesShown - ready.length));
    const waiting = this.#queries.waiting.get()!;
    const inWork = running.map((row) => ({ ...row, progress: this.#progressOf(row) }));
    const entry = ({ jobId, photoId, name }: LineRow) => ({ jobId, photoId, name });
    return {
      paused: this.#queue.paused,
      entries: [
        ...inWork.map((row) => ({
          jobId: row.jobId,
          photoId: row.photoId,
          name: row.name,
          state: 'working' as const,
          progress: row.progress,
        })),
        ...[...ready, ...later].map((row) => ({ ...entry(row), state: 'waiting' as const, progress: null })),
      ].slice(0, entriesShown),
      waiting,
      ...this.#queueProgress.view(
        inWork.map(({ progress }) => progress),
        waiting,
      ),
    };
  }

  /** Those of these photos that there are, each once. */
  known(ids: readonly PhotoId[]): PhotoId[] {
    return this.#queries.known.all(JSON.stringify([...new Set(ids)]));
  }

  /** Jobs of these photos that wait or run, oldest first. */
  liveJobIds(ids: readonly PhotoId[]): string[] {
    return this.#queries.liveJobIds.all(JSON.stringify(ids));
  }

  /** Jobs of this photo that wait or run, oldest first. */
  liveJobs(id: PhotoId): readonly { readonly id: string; readonly state: string }[] {
    return this.#queries.liveJobs.all(id);
  }

  /** The job to try again of each photo whose latest work failed, in the order the photos came. */
  failedJobs(): string[] {
    return this.#queries.failedJobs.all();
  }

  /** Something about these photos changed that the queue does not tell: an import, a thumbnail, a result removed. */
  photosChanged(ids: readonly PhotoId[]): void {
    this.#events.photosChanged(ids);
  }

  photosRemoved(ids: readonly PhotoId[]): void {
    this.#events.photosRemoved(ids);
  }

  /** The queue was paused or goes on: it tells jobs only. */
  queueChanged(): void {
    this.#events.queueChanged();
  }

  close(): void {
    this.#unsubscribe();
    this.#forgetShare?.();
    this.#events.close();
  }

  readonly #circumstances = {
    progressOf: (jobId: string) => this.#running.get(jobId)?.progress ?? null,
    placeOf: (photoId: string) => {
      this.#places ??= placesOf(this.#queries.places.all(placesKnown));
      return this.#places.get(photoId) ?? null;
    },
  };

  #progressOf({ jobId, progress }: LineRow): Progress | null {
    return this.#running.get(jobId)?.progress ?? parseProgress(progress);
  }

  #onEvent(event: JobEvent): void {
    if (event.type === 'progressed') return;
    const job = this.#queries.job.get(event.jobId);
    this.#places = null;
    this.#queueProgress.take(event);
    if (event.type === 'started') {
      this.#running.set(event.jobId, { photoId: job?.photoId ?? null, progress: null });
    } else if (event.type !== 'reprioritised') {
      this.#running.delete(event.jobId);
    }
    this.#events.queueChanged();
    if (!job?.photoId) return;
    this.#events.photosChanged([job.photoId]);
    this.#onEnding(event, { ...job, photoId: job.photoId });
  }

  #onEnding(event: JobEvent, job: EndedJob): void {
    const { type, jobId } = event;
    if (type !== 'completed' && type !== 'discarded' && type !== 'cancelled') return;
    if (type === 'completed') {
      const report = this.#library.resultOfJob(jobId)?.report;
      if (report) this.#queueProgress.learn(report.timings.total);
    }
    const isLast = this.#running.size === 0 && this.#queries.waiting.get() === 0;
    const name = this.#library.photo(job.photoId)?.name ?? '';
    const failure = type === 'discarded' ? (failureCode(job.failure) ?? 'unexpected') : null;
    const ended = { photoId: job.photoId, name, from: job.from, failure };
    const atOnce = type === 'cancelled' ? null : this.#endings.take(ended, job.priority === batchPriority);
    for (const ending of [atOnce, isLast ? this.#endings.flush() : null]) {
      if (ending === null) continue;
      // What is told must already be seen.
      this.#events.flush();
      this.feed.publish({ type: 'ended', ...ending });
    }
  }

  #onProgress(jobId: string, progress: Progress): void {
    const running = this.#running.get(jobId);
    if (!running?.photoId) return;
    running.progress = progress;
    if (this.#events.awaits(running.photoId)) this.#events.flush();
    this.feed.publish({ type: 'progress', photoId: running.photoId, progress });
    this.#forgetShare ??= this.#timers.after(shareEveryMs, () => {
      this.#forgetShare = null;
      this.queueChanged();
    });
  }
}

interface EndedJob {
  readonly photoId: string;
  readonly priority: number;
  readonly failure: string | null;
  readonly from: string | null;
}

/** A photo with two jobs stands where its first one does. */
function placesOf(photoIds: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  for (const [index, id] of photoIds.entries()) if (!places.has(id)) places.set(id, index + 1);
  return places;
}
