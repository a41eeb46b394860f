import { transfer } from 'comlink';
import type { ColourImage } from '../imaging/image.ts';
import type { EnhancedTile } from '../stages/enhance/assemble-tiles.ts';
import type { TileTaker } from '../stages/enhance/enhance.ts';
import type { FinishedPicture, PictureOrder, SecondThreadApi } from './contract.ts';

/** One picture that the second thread makes, seen from the first. */
export class PictureMaker implements TileTaker {
  readonly #thread: SecondThreadApi;
  #settled: Promise<void>;

  constructor(thread: SecondThreadApi, order: PictureOrder) {
    this.#thread = thread;
    this.#settled = heardLater(thread.begin(order));
  }

  /** The tile's data goes with it. */
  put({ core, size, data }: EnhancedTile): Promise<string | null> {
    const owned = data.byteLength === data.buffer.byteLength ? data : data.slice();
    return this.#thread.put(transfer({ core, size, data: owned }, [owned.buffer as ArrayBuffer]));
  }

  /** Does not wait until it is done; `settled` does. */
  async settle(top: number): Promise<void> {
    const before = this.#settled;
    const done = this.#thread.settle(top);
    this.#settled = heardLater(Promise.all([before, done]).then(() => undefined));
  }

  /** Resolves when all that was settled is finished. */
  settled(): Promise<void> {
    return this.#settled;
  }

  /** See `SecondThreadApi.finish`. */
  finish(whole: ColourImage | null): Promise<FinishedPicture> {
    // A square that nothing enhanced is seen by both threads already: there is nothing to hand over.
    if (whole === null || whole.data.buffer instanceof SharedArrayBuffer) return this.#thread.finish(whole);
    return this.#thread.finish(transfer(whole, [whole.data.buffer]));
  }

  /** Once it is finished there is nothing left to discard. */
  discard(): void {
    heardLater(this.#thread.discard());
  }
}

/** Its failure is met where it is awaited, even if that is not soon. */
function heardLater<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}
