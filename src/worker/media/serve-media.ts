import { type MediaAnswer, type MediaApi, type MediaTask, mediaMethods } from '../../contracts/media-api.ts';
import { guardedExpose } from '../../transport/guarded-expose.ts';
import type { ParentTransport } from '../parent-transport.ts';

export function serveMedia(
  transport: ParentTransport,
  makePicture: (task: MediaTask) => Promise<MediaAnswer>,
): void {
  let running = 0;
  const api: MediaApi = {
    async run(task) {
      running += 1;
      try {
        return await makePicture(task);
      } finally {
        running -= 1;
      }
    },
    async ping() {
      return { busy: running > 0, residentBytes: process.memoryUsage.rss() };
    },
  };
  guardedExpose(api, mediaMethods, transport);
  transport.onDisconnect(() => process.exit(0));
  // Ctrl-C reaches the whole process group; the parent decides when its worker goes.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
}
