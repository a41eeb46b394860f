import { describe, expect, it } from 'vitest';
import type { PhotoId } from '../../contracts/photo.ts';
import type { StudioEvent } from '../../contracts/studio-api.ts';
import { silentLog } from '../library/log.ts';
import { ManualTime } from '../queue/manual-time.ts';
import { GatheredEvents, type Shown } from './gathered-events.ts';
import { StudioFeed } from './studio-feed.ts';

const photo = 'photo' as PhotoId;

/** A library that must not be read once it is shut. */
class Shutting implements Shown {
  shut = false;
  cards() {
    this.#read();
    return [];
  }
  counts() {
    this.#read();
    return { all: 1, new: 1, working: 0, done: 0, review: 0, failed: 0 };
  }
  queueView() {
    this.#read();
    return { running: null, waiting: [], waitingCount: 0, paused: false, secondsLeft: null } as never;
  }
  #read(): void {
    if (this.shut) throw new Error('The library is shut.');
  }
}

describe('what is told to the windows', () => {
  const setUp = () => {
    const time = new ManualTime();
    const feed = new StudioFeed(silentLog);
    const told: StudioEvent['event']['type'][] = [];
    feed.subscribe((event) => told.push(event.event.type));
    const library = new Shutting();
    return { time, told, library, events: new GatheredEvents(library, feed, time) };
  };

  it('is gathered and told once', async () => {
    const { time, told, events } = setUp();
    events.photosChanged([photo]);
    events.queueChanged();
    events.photosChanged([photo]);
    expect(told).toEqual([]);
    await time.advance(50);
    expect(told).toEqual(['counts', 'queue']);
  });

  it('does not read the library after closing, whatever still changes', async () => {
    const { time, told, library, events } = setUp();
    events.photosChanged([photo]);
    events.close();
    library.shut = true;
    events.photosChanged([photo]);
    events.photosRemoved([photo]);
    events.queueChanged();
    await time.advance(1_000);
    expect(told).toEqual([]);
  });
});
