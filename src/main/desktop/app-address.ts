import type { Place } from '../../contracts/desktop.ts';
import { appOrigin } from '../../contracts/desktop-bridge.ts';

/**
 * What of an address is below the window's root, e.g. "media/photo/…"; null for an address that is not the
 * window's. Compared by protocol and host: for a scheme of our own, `URL.origin` is "null" whatever it is.
 */
export function appPath(address: string): string | null {
  const url = parse(address);
  if (url === null || `${url.protocol}//${url.host}` !== appOrigin || url.username !== '') return null;
  try {
    return decodeURIComponent(url.pathname.slice(1));
  } catch {
    return null;
  }
}

/** Whether an address is the window's page itself, wherever in it the user is. */
export function isAppPage(address: string): boolean {
  const path = appPath(address);
  return path === '' || path === 'index.html';
}

/** What a window shows, told by its page's own address; null for a place that no result is in. */
export function placeShown(address: string): Place | null {
  const url = parse(address);
  if (url === null || !isAppPage(address)) return null;
  const [first = '', second = ''] = url.hash.replace(/^#\/?/, '').split('/');
  if (first === '') return { kind: 'library' };
  return first === 'photo' && /^[0-9a-f]{64}$/.test(second) ? { kind: 'photo', photoId: second } : null;
}

function parse(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null;
}
