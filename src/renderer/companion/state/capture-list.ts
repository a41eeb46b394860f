/** What the studio has, what it sent and what the phone keeps, as one list: today's apart from other days'. */
import type { Capture as StudioCapture } from '../../../contracts/companion/capture.ts';
import type { StudioPicture } from '../../../contracts/companion/studio-picture.ts';
import type { Progress } from '../../../contracts/progress.ts';
import type { Kept } from '../outbox/outbox.ts';
import { type Listed, mergeCaptures, timeOf } from './capture.ts';

export interface ListedCaptures {
  /** Oldest first, with whatever was not sent yet. */
  readonly captures: readonly Listed[];
  /** Newest first. */
  readonly earlier: readonly Listed[];
}

export class CaptureList {
  readonly #now: () => number;
  readonly #onChange: (list: ListedCaptures) => void;
  readonly #studio = new Map<string, StudioCapture>();
  readonly #pictures = new Map<string, StudioPicture>();
  #kept: readonly Kept[] = [];
  #sending: { sha256: string; share: number } | null = null;
  /** Either clock may be wrong by a day; what is today is the phone's to say. */
  #studioAheadMs = 0;

  constructor(now: () => number, onChange: (list: ListedCaptures) => void) {
    this.#now = now;
    this.#onChange = onChange;
  }

  /** @param studioNow by the studio's own clock */
  setClock(studioNow: number): void {
    this.#studioAheadMs = studioNow - this.#now();
  }

  has(sha256: string): boolean {
    return this.#studio.has(sha256);
  }

  /** Everything that the studio has: it replaces what was known. */
  replace(captures: readonly StudioCapture[]): void {
    this.#studio.clear();
    this.put(captures);
  }

  put(captures: readonly StudioCapture[]): void {
    for (const capture of captures) this.#studio.set(capture.id, capture);
    this.#tell();
  }

  /** Every picture that the studio has sent and that is still here. */
  replacePictures(pictures: readonly StudioPicture[]): void {
    this.#pictures.clear();
    this.putPictures(pictures);
  }

  putPictures(pictures: readonly StudioPicture[]): void {
    for (const picture of pictures) this.#pictures.set(picture.id, picture);
    this.#tell();
  }

  removePictures(pictureIds: readonly string[]): void {
    for (const pictureId of pictureIds) this.#pictures.delete(pictureId);
    this.#tell();
  }

  setProgress(captureId: string, progress: Progress): void {
    const capture = this.#studio.get(captureId);
    if (capture?.state === 'working') this.put([{ ...capture, progress }]);
  }

  remove(captureIds: readonly string[]): void {
    for (const captureId of captureIds) this.#studio.delete(captureId);
    this.#tell();
  }

  setKept(kept: readonly Kept[]): void {
    this.#kept = kept;
    this.#tell();
  }

  /** `share` null when it is not being sent any more. */
  setSending(sha256: string, share: number | null): void {
    if (share === null && this.#sending?.sha256 !== sha256) return;
    this.#sending = share === null ? null : { sha256, share };
    this.#tell();
  }

  #tell(): void {
    const since = new Date(this.#now()).setHours(0, 0, 0, 0) + this.#studioAheadMs;
    const merged = mergeCaptures(this.#studio.values(), this.#pictures.values(), this.#kept, this.#sending);
    const isToday = (listed: Listed) => listed.at === 'phone' || timeOf(listed) >= since;
    this.#onChange({
      captures: merged.filter(isToday),
      earlier: merged.filter((listed) => !isToday(listed)).reverse(),
    });
  }
}
