/**
 * Who may speak to the phone's server at all, before anybody has proven anything. `Host` must be exactly what is
 * listened on, which shuts out names that were rebound to this machine; the socket's `Origin` must be the page's own.
 * There are no cookies, and whatever headers say of proxies is not believed.
 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

export interface LanAuthority {
  readonly scheme: 'http' | 'https';
  /** As in the address bar, e.g. "192.168.1.20:47113"; several where a certificate has several names. */
  readonly hosts: ReadonlySet<string>;
}

export const isOwnHost = (headers: IncomingHttpHeaders, { hosts }: LanAuthority): boolean =>
  headers.host !== undefined && hosts.has(headers.host);

/** Of a WebSocket's opening: a browser always says where the page is from. */
export function isOwnPage(headers: IncomingHttpHeaders, authority: LanAuthority): boolean {
  return isOwnHost(headers, authority) && headers.origin === `${authority.scheme}://${headers.host}`;
}

/** The other end of the connection itself. */
export function addressOf(request: Pick<IncomingMessage, 'socket'>): string {
  return (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}
