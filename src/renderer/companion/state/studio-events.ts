/** What the studio has and what it tells, as the page keeps it. */
import type { StoreApi } from 'zustand/vanilla';
import type { Notice, PhoneEvent } from '../../../contracts/companion/events.ts';
import type { PhoneApi } from '../../../contracts/companion/phone-api.ts';
import type { CaptureList } from './capture-list.ts';
import type { CompanionState } from './companion-state.ts';
import type { PictureCache } from './picture-cache.ts';

/** Captures asked for at each connection: a day's work of one phone. */
const capturesRead = 100;
/** Pictures of the studio's asked for at each connection. */
const picturesRead = 100;

/** At each connection; where it goes again before an answer, the next one reads. */
export async function readWhatIsThere(api: PhoneApi, list: CaptureList, cache: PictureCache): Promise<void> {
  const captures = api.call('captures', { before: null, limit: capturesRead }).then((answer) => {
    list.replace(answer.captures);
    cache.retry();
  });
  const pictures = api.call('studioPictures', { before: null, limit: picturesRead }).then((answer) => {
    list.replacePictures(answer.pictures);
    cache.retry();
  });
  await Promise.allSettled([captures, pictures]);
}

export interface EventKeepers {
  readonly store: StoreApi<CompanionState>;
  readonly list: CaptureList;
  readonly pictures: PictureCache;
  readonly gather: (notice: Notice) => void;
}

/** @returns takes each event, in order */
export function studioEvents({ store, list, pictures, gather }: EventKeepers): (event: PhoneEvent) => void {
  return (event) => {
    switch (event.type) {
      case 'captures':
        list.put(event.captures);
        pictures.retry();
        break;
      case 'progress':
        list.setProgress(event.captureId, event.progress);
        break;
      case 'removed':
        list.remove(event.captureIds);
        break;
      case 'studioPictures':
        list.putPictures(event.pictures);
        pictures.retry();
        break;
      case 'studioPicturesGone':
        list.removePictures(event.pictureIds);
        break;
      case 'renamed':
        store.setState(({ pairing }) => ({
          pairing: pairing === null ? null : { ...pairing, phone: event.name },
        }));
        break;
      case 'notice':
        gather(event.notice);
        break;
      case 'goodbye':
      case 'test':
        break;
    }
  };
}
