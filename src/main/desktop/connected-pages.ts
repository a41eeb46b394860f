/** Serves the studio to the pages that ask for it, and holds what they are to be told until one of them listens. */
import type { MessagePortMain } from 'electron';
import { type DesktopApi, type DesktopSignal, desktopMethods } from '../../contracts/desktop.ts';
import { studioMethods } from '../../contracts/studio-api.ts';
import { guardedExpose } from '../../transport/guarded-expose.ts';
import type { StudioHost } from '../window/studio-host.ts';
import { type PortTransport, portTransport } from './port-transport.ts';

const methods = { ...studioMethods, ...desktopMethods };
/** A page that never comes must not be told a thousand things at once when it does. */
const mostHeld = 50;

export class ConnectedPages {
  readonly #host: StudioHost;
  readonly #desktop: DesktopApi;
  readonly #pages = new Set<PortTransport>();
  #held: DesktopSignal[] = [];

  constructor(host: StudioHost, desktop: DesktopApi) {
    this.#host = host;
    this.#desktop = desktop;
  }

  serve(port: MessagePortMain): void {
    const page = portTransport(port);
    const stopServing = guardedExpose({ ...this.#host.api, ...this.#desktop }, methods, page);
    const stopTelling = this.#host.gallery.feed.subscribe((event) => void page.post(event));
    this.#pages.add(page);
    page.onClose(() => {
      this.#pages.delete(page);
      stopTelling();
      stopServing();
    });
    for (const signal of this.#held.splice(0)) this.tell(signal);
  }

  tell(signal: DesktopSignal): void {
    if (this.#pages.size === 0) this.#held = [...this.#held, signal].slice(-mostHeld);
    for (const page of this.#pages) page.post({ kind: 'signal', signal });
  }
}
