import type { Size } from '../zoom-geometry.ts';

/** What of a picture was filled. */
export interface RetouchedArea extends Size {
  /** SVG path in pixels of the mask, which shows what the picture shows in other pixels. */
  readonly path: string;
}

export interface TracingWish {
  readonly mask: Blob;
  /** Edge of the picture in iris diameters. */
  readonly margin: number;
}

export type Traced = { readonly area: RetouchedArea | null } | { readonly failure: string };

/**
 * Read and followed on a thread of its own, which takes tens of milliseconds: whether there is anything to show is
 * known soon after a result was opened, and the page is held up neither then nor when it is shown.
 *
 * @returns null where nothing was filled
 * @throws where the mask cannot be decoded, or the browser has no such thread; the signal's reason
 */
export async function traceRetouched(wish: TracingWish, signal: AbortSignal): Promise<RetouchedArea | null> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./trace-worker.ts', import.meta.url), { type: 'module' });
  const traced = new Promise<RetouchedArea | null>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
    worker.addEventListener('error', () => reject(new Error('the tracing thread could not run')));
    worker.addEventListener('message', ({ data }: MessageEvent<Traced>) => {
      if ('failure' in data) reject(new Error(data.failure));
      else resolve(data.area);
    });
  });
  worker.postMessage(wish);
  return traced.finally(() => worker.terminate());
}
