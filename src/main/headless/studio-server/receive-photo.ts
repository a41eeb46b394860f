/** Takes one photo from a page: streamed to the data folder's scratch, counted on the way, then imported. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { browserHost } from '../../../contracts/browser-host.ts';
import { StudioFailure } from '../../../contracts/failure.ts';
import type { ImportReport } from '../../../contracts/studio-api.ts';
import { largestFileBytes } from '../../library/copy-file.ts';
import { failureOfIoError } from '../../library/failure-of-io-error.ts';
import type { StudioHost } from '../../window/studio-host.ts';
import { sendJson, sendText } from './send-file.ts';

const { nameHeader, importsAtOnce } = browserHost;

export class PhotoReceiver {
  readonly #host: StudioHost;
  readonly #largestBytes: number;
  #receiving = 0;

  constructor(host: StudioHost, largestBytes = largestFileBytes) {
    this.#host = host;
    this.#largestBytes = largestBytes;
  }

  async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = readName(request.headers[nameHeader]);
    if (name === null) return sendText(response, 400, `The header ${nameHeader} must name the photo.`);
    if (this.#receiving >= importsAtOnce) return sendText(response, 429, 'Too many photos at a time.');
    this.#receiving += 1;
    const path = join(this.#host.parts.library.layout.scratch, `${randomUUID()}.upload`);
    try {
      const declared = Number(request.headers['content-length'] ?? 0);
      if (declared > this.#largestBytes) throw new StudioFailure('fileTooLarge', { declared });
      await pipeline(request, atMost(this.#largestBytes), createWriteStream(path, { flags: 'wx' }));
      const report = await this.#host.importFiles([{ path, name }]);
      await rm(path, { force: true });
      sendJson(response, report);
    } catch (error) {
      await rm(path, { force: true });
      this.#refuse(request, response, name, error);
    } finally {
      this.#receiving -= 1;
    }
  }

  /** In the words of an import, so that a page shows it like any other file that cannot be used. */
  #refuse(request: IncomingMessage, response: ServerResponse, name: string, error: unknown): void {
    // The page went away in the middle of it.
    if (request.errored !== null && !(error instanceof StudioFailure)) {
      response.destroy();
      return;
    }
    const { code } = failureOfIoError(error, 'library');
    const report: ImportReport = { added: [], duplicates: [], failed: [{ name, code }] };
    // What is still on its way is not read: the connection goes.
    response.setHeader('Connection', 'close');
    sendJson(response, report);
    request.resume();
    response.once('finish', () => request.destroy());
  }
}

function readName(header: string | string[] | undefined): string | null {
  if (typeof header !== 'string' || header.length > 2000) return null;
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
