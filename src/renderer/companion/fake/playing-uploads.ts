/** Photos on their way to the playing studio, chunk by chunk. */
import type { PhoneAnswer, PhoneArgument } from '../../../contracts/companion/phone-api.ts';
import { StudioFailure } from '../../../contracts/failure.ts';

export const pieceBytes = 512 * 1024;
const largestBytes = 200_000_000;

interface Upload {
  readonly sha256: string;
  readonly name: string;
  offset: number;
}

export class PlayingUploads {
  readonly #chunkMs: number | null;
  readonly #uploads = new Map<string, Upload>();
  readonly #onTheirWay: (() => void)[] = [];
  #isOpen = false;
  chunksTaken = 0;
  onChunk: (taken: number) => void = () => {};

  /** @param chunkMs milliseconds that one chunk takes; null waits for `letThrough` */
  constructor(chunkMs: number | null) {
    this.#chunkMs = chunkMs;
  }

  begin(wish: PhoneArgument<'beginUpload'>): PhoneAnswer<'beginUpload'> {
    const { localId, name, byteLength, sha256 } = wish;
    if (byteLength > largestBytes) throw new StudioFailure('uploadTooLarge');
    const uploadId = localId.slice(0, 22);
    const upload = this.#uploads.get(uploadId) ?? { sha256: sha256 ?? localId, name, offset: 0 };
    this.#uploads.set(uploadId, upload);
    return { state: 'send', uploadId, offset: upload.offset, chunkBytes: pieceBytes };
  }

  chunkArrives(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#chunkMs !== null) setTimeout(resolve, this.#chunkMs);
      else if (this.#isOpen) resolve();
      else this.#onTheirWay.push(resolve);
    });
  }

  letThrough(which: 'one' | 'all'): void {
    this.#isOpen ||= which === 'all';
    for (const arrive of this.#onTheirWay.splice(0, which === 'one' ? 1 : Number.POSITIVE_INFINITY)) arrive();
  }

  take({ uploadId, offset }: PhoneArgument<'sendChunk'>, bytes: Uint8Array): PhoneAnswer<'sendChunk'> {
    const upload = this.#of(uploadId);
    if (offset === upload.offset) {
      upload.offset += bytes.length;
      this.chunksTaken += 1;
      this.onChunk(this.chunksTaken);
    }
    return { offset: upload.offset };
  }

  /** @returns what has arrived whole */
  finish(uploadId: string): Pick<Upload, 'sha256' | 'name'> {
    const upload = this.#of(uploadId);
    this.#uploads.delete(uploadId);
    return upload;
  }

  #of(uploadId: string): Upload {
    const upload = this.#uploads.get(uploadId);
    if (upload === undefined) throw new StudioFailure('uploadUnknown');
    return upload;
  }
}
