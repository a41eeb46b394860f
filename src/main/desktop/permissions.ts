/**
 * What pages may do of what Chromium would ask the user about: write a picture to the clipboard and fill the screen,
 * the window's own page only. Whatever is not in the table is denied, new kinds included.
 */
import type { Session } from 'electron';
import { isAppPage } from './app-address.ts';

const allowed: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen']);

/** @param address of the page that asks; null where Chromium does not know it */
export function isPermitted(permission: string, address: string | null): boolean {
  return allowed.has(permission) && address !== null && isAppPage(address);
}

export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    answer(isPermitted(permission, details.requestingUrl || contents.getURL()));
  });
  session.setPermissionCheckHandler((contents, permission, _origin, details) => {
    return isPermitted(permission, details.requestingUrl ?? contents?.getURL() ?? null);
  });
  session.setDevicePermissionHandler(() => false);
}
