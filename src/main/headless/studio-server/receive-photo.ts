/** Answers a page that sends a photo. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { browserHost } from '../../../contracts/browser-host.ts';
import { StudioFailure } from '../../../contracts/failure.ts';
import type { ImportReport } from '../../../contracts/studio-api.ts';
import { failureOfIoError } from '../../library/failure-of-io-error.ts';
import { type PhotoReceiver, readPhotoName } from '../../window/receive-photo.ts';
import { sendJson, sendText } from './send-file.ts';

const { nameHeader } = browserHost;

export async function receivePhoto(
  receiver: PhotoReceiver,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const name = readPhotoName(request.headers[nameHeader]);
  if (name === null) return sendText(response, 400, `The header ${nameHeader} must name the photo.`);
  if (receiver.isBusy) return sendText(response, 429, 'Too many photos at a time.');
  const declaredBytes = Number(request.headers['content-length'] ?? 0);
  try {
    sendJson(response, await receiver.receive({ bytes: request, name, declaredBytes }));
  } catch (error) {
    refuse(request, response, name, error);
  }
}

/** In the words of an import, so that a page shows it like any other file that cannot be used. */
function refuse(request: IncomingMessage, response: ServerResponse, name: string, error: unknown): void {
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
