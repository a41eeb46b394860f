/**
 * Answers the window's own scheme: the built page from a list of what there is, pictures by their ids, and pictures
 * that were pasted and have no path. What is not on the list, or no id, is not there.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import type { Protocol } from 'electron';
import { browserHost } from '../../contracts/browser-host.ts';
import { appScheme } from '../../contracts/desktop-bridge.ts';
import type { ImportReport } from '../../contracts/studio-api.ts';
import { failureOfIoError } from '../library/failure-of-io-error.ts';
import { findMedia } from '../window/find-media.ts';
import { PhotoReceiver, readPhotoName } from '../window/receive-photo.ts';
import { safeHeaders } from '../window/safe-headers.ts';
import type { StudioHost } from '../window/studio-host.ts';
import { WindowFiles } from '../window/window-files.ts';
import { appPath } from './app-address.ts';

/** Before Electron is ready. Standard and secure, so that the page has an origin of its own. */
export function registerAppScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

export interface AppServer {
  readonly windowDirectory: string;
  readonly host: StudioHost;
}

export function createAppHandler({ windowDirectory, host }: AppServer) {
  const windowFiles = new WindowFiles(windowDirectory);
  const receiver = new PhotoReceiver(host);

  return async (request: Request): Promise<Response> => {
    const path = appPath(request.url);
    if (path === null) return words(404, 'There is no such page.');
    if (request.method === 'POST' && path === browserHost.import) return receivePhoto(receiver, request);
    if (request.method !== 'GET') return words(405, 'This cannot be done here.');
    if (path.startsWith('media/')) {
      const file = await findMedia(host, path.slice('media/'.length));
      if (file === null) return words(404, 'There is no such picture.');
      return sendFile(file.path, {
        'Content-Type': file.type,
        ...(file.keepBriefly && { 'Cache-Control': 'private, max-age=300' }),
      });
    }
    const file = await windowFiles.find(path);
    return file.path === null ? words(file.status, file.words) : sendFile(file.path, file.headers);
  };
}

async function sendFile(path: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  const size = await stat(path).then(
    (found) => found.size,
    () => null,
  );
  if (size === null) return words(404, 'This is no longer here.');
  const body = Readable.toWeb(createReadStream(path)) as ReadableStream;
  return new Response(body, { headers: { ...safeHeaders, 'Content-Length': String(size), ...headers } });
}

async function receivePhoto(receiver: PhotoReceiver, request: Request): Promise<Response> {
  const name = readPhotoName(request.headers.get(browserHost.nameHeader));
  if (name === null || request.body === null) return words(400, 'A photo has a name and a body.');
  if (receiver.isBusy) return words(429, 'Too many photos at a time.');
  const bytes = Readable.fromWeb(request.body as NodeStream);
  const declaredBytes = Number(request.headers.get('content-length') ?? 0);
  const report = await receiver.receive({ bytes, name, declaredBytes }).catch((error): ImportReport => {
    const { code } = failureOfIoError(error, 'library');
    return { added: [], duplicates: [], failed: [{ name, code }] };
  });
  return Response.json(report, { headers: safeHeaders });
}

function words(status: number, text: string): Response {
  return new Response(`${text}\n`, {
    status,
    headers: { ...safeHeaders, 'Content-Type': 'text/plain; charset=utf-8' },
  });
}
