import { type StudioApi, studioMethods } from '../../contracts/studio-api.ts';
import { type GuardedTransport, guardedExpose } from '../../transport/guarded-expose.ts';
import type { StudioFeed } from '../gallery/studio-feed.ts';

/** Serves one window: its calls, and the events beside them. Returns what ends it. */
export function serveStudioApi(api: StudioApi, feed: StudioFeed, window: GuardedTransport): () => void {
  const stopServing = guardedExpose(api, studioMethods, window);
  const stopTelling = feed.subscribe((event) => void window.post(event));
  return () => {
    stopTelling();
    stopServing();
  };
}
