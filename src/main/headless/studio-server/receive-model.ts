/** Takes a model's file from a page, and answers with what became of it. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { z } from 'zod';
import { type addedModelSchema, browserHost } from '../../../contracts/browser-host.ts';
import { descriptionReason, StudioFailure } from '../../../contracts/failure.ts';
import { largestModelBytes } from '../../../contracts/own-model.ts';
import { failureOfIoError } from '../../library/failure-of-io-error.ts';
import { readPhotoName } from '../../window/receive-photo.ts';
import type { StudioHost } from '../../window/studio-host.ts';
import { sendJson, sendText } from './send-file.ts';

const { nameHeader, licenceHeader, descriptionHeader, longestDescriptionHeader } = browserHost;

/** The largest kind of weights that is known, before it becomes a model of at most `largestModelBytes`. */
const largestFile = 2 * largestModelBytes;

export async function receiveModel(
  host: StudioHost,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const name = readPhotoName(request.headers[nameHeader]);
  if (name === null) return sendText(response, 400, `The header ${nameHeader} must name the file.`);
  const licence = readPhotoName(request.headers[licenceHeader]);
  const description = readPhotoName(request.headers[descriptionHeader], longestDescriptionHeader);
  const path = join(host.parts.library.layout.scratch, `${randomUUID()}.model`);
  const answer = (value: z.infer<typeof addedModelSchema>) => sendJson(response, value);
  try {
    if (Number(request.headers['content-length'] ?? 0) > largestFile)
      throw new StudioFailure('modelTooLarge', { limit: largestFile });
    let bytes = 0;
    await pipeline(
      request,
      async function* (pieces: AsyncIterable<Buffer>) {
        for await (const piece of pieces) {
          bytes += piece.byteLength;
          if (bytes > largestFile) throw new StudioFailure('modelTooLarge', { bytes });
          yield piece;
        }
      },
      createWriteStream(path, { flags: 'wx' }),
    );
    answer({ model: await host.addModel({ path, name, licence, description }) });
  } catch (error) {
    if (response.destroyed) return;
    response.setHeader('Connection', 'close');
    const failure = failureOfIoError(error, 'library');
    const reason = descriptionReason(failure);
    answer({ failure: failure.code, ...(reason !== null && { reason }) });
    request.resume();
  } finally {
    await rm(path, { force: true });
  }
}
