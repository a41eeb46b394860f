/** The thread beside the page that follows one mask; see traceRetouched. */
import { outlineOf, withinDisc } from './mask-outline.ts';
import { readMask } from './read-mask.ts';
import type { RetouchedArea, Traced, TracingWish } from './trace-retouched.ts';

async function trace({ mask, margin }: TracingWish): Promise<RetouchedArea | null> {
  const read = await readMask(mask);
  // Lids are filled a little beyond the iris, where the picture has its background.
  const path = outlineOf(withinDisc(read, 1 / margin));
  return path === null ? null : { width: read.width, height: read.height, path };
}

self.addEventListener('message', ({ data }: MessageEvent<TracingWish>) => {
  trace(data).then(
    (area) => self.postMessage({ area } satisfies Traced),
    (error) => self.postMessage({ failure: String(error) } satisfies Traced),
  );
});
