/** What every page must bear, whichever window it is in: it stays where it is, and opens nothing by itself. */
import { type App, shell } from 'electron';
import type { Log } from '../library/log.ts';
import { isAppPage } from './app-address.ts';
import { externalLink } from './external-links.ts';

export function guardContents(app: App, log: Log): void {
  app.on('web-contents-created', (_event, contents) => {
    const stay = (event: { preventDefault(): void; readonly url: string }) => {
      // A reload is a navigation to where one is.
      if (isAppPage(event.url) && isAppPage(contents.getURL())) return;
      event.preventDefault();
      log.warn({ to: event.url }, 'a page was kept from going elsewhere');
    };
    contents.on('will-navigate', stay);
    contents.on('will-redirect', stay);
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      const link = externalLink(url);
      if (link === null) log.warn({ to: url }, 'a page may not open this address');
      else void shell.openExternal(link);
      return { action: 'deny' };
    });
  });
}
