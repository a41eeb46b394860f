import { isMarkedAsUntransferable } from 'node:worker_threads';
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
    const handed = transferable(data);
    return this.#thread.put(transfer({ core, size, data: handed }, [handed.buffer]));
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
    if (whole === null) return this.#thread.finish(null);
    // A copy: it is finished in place, and may be the square that others still read.
    const data = new Uint16Array(whole.data);
    return this.#thread.finish(transfer({ ...whole, data }, [data.buffer]));
  }

  /** Once it is finished there is nothing left to discard. */
  discard(): void {
    heardLater(this.#thread.discard());
  }
}

/** The values themselves where their memory can change hands; what native code or others hold too is copied. */
function transferable(data: Float32Array): Float32Array<ArrayBuffer> {
  const { buffer } = data;
  const canGo =
    buffer instanceof ArrayBuffer &&
    buffer.byteLength === data.byteLength &&
    !isMarkedAsUntransferable(buffer);
  return canGo ? (data as Float32Array<ArrayBuffer>) : new Float32Array(data);
}

/** Its failure is met where it is awaited, even if that is not soon. */
function heardLater<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}
