/**
 * Who may speak to the studio's local server. It listens on 127.0.0.1 only, yet everything on the machine can reach
 * that, and so can any web page through the user's browser. Hence three locks: the link carries a random token as
 * its first part, compared in constant time; `Host` must be the very address that was opened, which shuts out names
 * rebound to this machine; and whatever a browser says of where a request comes from must be the studio itself.
 *
 * The token stands in the path, so that pictures, uploads and the socket, addressed relative to the page, carry it
 * by themselves: no cookie that other pages could make the browser send, no secret in a script's hands. The page
 * sends no referrer. A new start makes a new token.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export interface AccessRules {
  readonly token: string;
  /** As in the address bar, e.g. "127.0.0.1:51234". */
  readonly authority: string;
}

export type Access =
  | { readonly granted: true; readonly path: string; readonly query: URLSearchParams }
  | { readonly granted: false; readonly status: 400 | 403 | 404 | 421 };

const refused = (status: 400 | 403 | 404 | 421) => ({ granted: false, status }) as const;

/** @param changes whether the request does more than read: then a browser must say where it comes from */
export function checkAccess(
  url: string | undefined,
  headers: IncomingHttpHeaders,
  changes: boolean,
  { token, authority }: AccessRules,
): Access {
  if (headers.host !== authority) return refused(421);
  const { origin } = headers;
  if (origin === undefined ? changes : origin !== `http://${authority}`) return refused(403);
  const site = headers['sec-fetch-site'];
  // A link may be clicked anywhere, in a chat or a terminal that is a page; what it opens is a page of its own.
  const isOpened = !changes && headers['sec-fetch-dest'] === 'document';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isOpened) return refused(403);
  const [address = '', query = ''] = (url ?? '').split('?', 2);
  const [, first = '', ...rest] = address.split('/');
  if (!isEqual(first, token)) return refused(404);
  return { granted: true, path: rest.join('/'), query: new URLSearchParams(query) };
}

/** Hashed first, so that the comparison takes as long whatever the length. */
function isEqual(given: string, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}
