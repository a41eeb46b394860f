/** Takes one photo that a page sends: streamed to the data folder's scratch, counted on the way, then imported. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { browserHost } from '../../contracts/browser-host.ts';
import { StudioFailure } from '../../contracts/failure.ts';
import type { ImportReport } from '../../contracts/studio-api.ts';
import { largestFileBytes } from '../library/copy-file.ts';
import type { StudioHost } from './studio-host.ts';

export interface IncomingPhoto {
  readonly bytes: Readable;
  /** As shown. */
  readonly name: string;
  /** What the sender says of its length; 0 where it does not. */
  readonly declaredBytes: number;
}

export class PhotoReceiver {
  readonly #host: StudioHost;
  readonly #largestBytes: number;
  #receiving = 0;

  constructor(host: StudioHost, largestBytes = largestFileBytes) {
    this.#host = host;
    this.#largestBytes = largestBytes;
  }

  get isBusy(): boolean {
    return this.#receiving >= browserHost.importsAtOnce;
  }

  /** @throws StudioFailure fileTooLarge; and whatever the stream or the disk threw */
  async receive({ bytes, name, declaredBytes }: IncomingPhoto): Promise<ImportReport> {
    this.#receiving += 1;
    const path = join(this.#host.parts.library.layout.scratch, `${randomUUID()}.upload`);
    try {
      if (declaredBytes > this.#largestBytes) throw new StudioFailure('fileTooLarge', { declaredBytes });
      await pipeline(bytes, atMost(this.#largestBytes), createWriteStream(path, { flags: 'wx' }));
      return await this.#host.importFiles([{ path, name }]);
    } finally {
      await rm(path, { force: true });
      this.#receiving -= 1;
    }
  }
}

/** The name in the header `browserHost.nameHeader`; null where it is none. */
export function readPhotoName(header: string | string[] | null | undefined, longest = 2000): string | null {
  if (typeof header !== 'string' || header.length > longest) return null;
  try {
    return decodeURIComponent(header);
  } catch {
    return null;
  }
}

function atMost(limit: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      bytes += piece.byteLength;
      if (bytes > limit) done(new StudioFailure('fileTooLarge', { limit }));
      else done(null, piece);
    },
  });
}
