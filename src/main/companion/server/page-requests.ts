/** The page's files over HTTP: public, read only, a list of names. All that is anybody's goes over the socket. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { twinProbe } from '../../../contracts/companion/telling.ts';
import type { Log } from '../../library/log.ts';
import type { WindowFiles } from '../../window/window-files.ts';
import type { CompanionRoutes } from '../ports.ts';
import { addressOf, isOwnHost, type LanAuthority } from './lan-access.ts';
import { pageHeaders } from './page-headers.ts';

export interface PageRequestParts {
  readonly files: WindowFiles;
  readonly routes: readonly CompanionRoutes[];
  readonly log: Log;
  /** Origin of the HTTPS twin; null while it is off. */
  readonly twin: () => string | null;
  /** The page itself was loaded from there. */
  readonly onPage: (address: string) => void;
}

export function answerPageRequests(
  { files, routes, log, twin, onPage }: PageRequestParts,
  authority: () => LanAuthority,
): (request: IncomingMessage, response: ServerResponse) => void {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, headers } = request;
    const { scheme } = authority();
    if (!isOwnHost(headers, authority()))
      return say(response, 421, 'Open the address that the studio shows.');
    const safe = pageHeaders(scheme, headers.host!, twin());
    if (method !== 'GET' && method !== 'HEAD') return say(response, 405, 'This cannot be done here.', safe);
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const asked = {
      method,
      path,
      query: new URLSearchParams(query),
      secure: scheme === 'https',
      request,
    } as const;
    for (const [name, value] of Object.entries(safe)) response.setHeader(name, value);
    // Whoever gets this far trusts the certificate, which is all that is asked.
    if (path === `/${twinProbe}`) {
      response.writeHead(204, { 'Cross-Origin-Resource-Policy': 'cross-origin' });
      response.end();
      return;
    }
    for (const route of routes) if (await route.answer(asked, response)) return;
    const found = await files.find(path.slice(1));
    if (found.path === null) return say(response, found.status, found.words, safe);
    if (path === '/') onPage(addressOf(request));
    const { size } = await stat(found.path);
    response.writeHead(200, { ...safe, ...found.headers, 'Content-Length': size });
    if (method === 'HEAD') response.end();
    // Whoever goes away in the middle is no error of ours.
    else await pipeline(createReadStream(found.path), response).catch(() => {});
  }

  return (request, response) => {
    answer(request, response).catch((error) => {
      log.error({ error, method: request.method }, 'a phone’s request could not be answered');
      if (response.headersSent) response.destroy();
      else say(response, 500, 'Something unexpected happened.');
    });
  };
}

function say(
  response: ServerResponse,
  status: number,
  words: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    ...headers,
    'Content-Type': 'text/plain; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(`${words}\n`);
}
