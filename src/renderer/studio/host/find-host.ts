import { bridgeName, type DesktopBridge } from '../../../contracts/desktop-bridge.ts';
import { connectToBrowserHost } from './browser-host.ts';
import { connectToDesktopHost } from './desktop-host.ts';
import type { HostPort } from './host-port.ts';

/** The desktop's preload leaves its bridge in the page; where there is none, this is a page in a browser. */
export function findHost(): HostPort {
  const bridge = (window as { readonly [bridgeName]?: DesktopBridge<File> })[bridgeName];
  return bridge === undefined ? connectToBrowserHost() : connectToDesktopHost(bridge);
}
