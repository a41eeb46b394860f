/** The playing studio's line of photos: one after the other, each in a moment, with the steps that the real one tells. */
import type { Capture } from '../../../contracts/companion/capture.ts';
import type { Notice, PhoneEvent } from '../../../contracts/companion/events.ts';
import type { FailureCode } from '../../../contracts/failure.ts';
import { progressOf } from '../../fake/played-progress.ts';

export interface WorkedOn {
  readonly captures: Map<string, Capture>;
  readonly tell: (event: PhoneEvent) => void;
  readonly change: (id: string, changes: Partial<Capture>) => void;
  readonly notice: (notice: Notice) => void;
  readonly resultOf: (id: string, version: number) => NonNullable<Capture['result']>;
}

export class PlayingWork {
  readonly #workMs: number;
  readonly #studio: WorkedOn;
  readonly #line: string[] = [];
  failNextWith: FailureCode | null = null;

  /** @param workMs milliseconds that one photo takes */
  constructor(workMs: number, studio: WorkedOn) {
    this.#workMs = workMs;
    this.#studio = studio;
  }

  enqueue(ids: readonly string[]): number {
    for (const id of ids) {
      this.#line.push(id);
      const place = this.#line.length;
      this.#studio.change(id, { state: 'waiting', place, failure: null, progress: null });
    }
    return ids.length;
  }

  leave(id: string): void {
    this.#line.splice(this.#line.indexOf(id), 1);
  }

  work(milliseconds: number): void {
    const { captures, change } = this.#studio;
    const [id] = this.#line;
    const capture = id === undefined ? undefined : captures.get(id);
    if (id === undefined || capture === undefined) return;
    const share = Math.min(1, (capture.progress?.share ?? 0) + milliseconds / this.#workMs);
    if (capture.state === 'waiting') {
      change(id, { state: 'working', place: null, progress: progressOf(0) });
      return;
    }
    this.#goOn(capture, share);
    for (const [index, waiting] of this.#line.entries()) {
      if (captures.get(waiting)?.state === 'waiting') change(waiting, { place: index + 1 });
    }
  }

  #goOn(capture: Capture, share: number): void {
    const { captures, change, notice, resultOf, tell } = this.#studio;
    const { id } = capture;
    if (this.failNextWith !== null && share > 0.3) {
      const failure = this.failNextWith;
      this.failNextWith = null;
      this.#line.shift();
      change(id, { state: 'failed', progress: null, failure });
      notice({ type: 'failed', captureId: id, failure });
    } else if (share >= 1) {
      this.#line.shift();
      const result = resultOf(id, Number(capture.result?.id.split('-')[1] ?? 0) + 1);
      change(id, { state: 'done', progress: null, result });
      notice({ type: 'finished', captureId: id, resultId: result.id });
    } else {
      captures.set(id, { ...capture, progress: progressOf(share) });
      tell({ type: 'progress', captureId: id, progress: progressOf(share) });
    }
  }
}
