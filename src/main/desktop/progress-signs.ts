/** What dock, task bar and tray show of the queue. */
import type { QueueView } from '../../contracts/gallery.ts';

export interface ProgressSigns {
  /** For `setProgressBar`: 0 to 1, or -1 for none. */
  readonly bar: number;
  readonly mode: 'none' | 'normal' | 'paused' | 'indeterminate';
  /** In twentieths, so that a tray's icon is drawn only when it looks different; null while nothing is asked for. */
  readonly step: number | null;
  readonly words: string;
  /** Whether the machine must stay awake for it. */
  readonly isWorking: boolean;
}

export function progressSigns({ paused, share, waiting, entries }: QueueView): ProgressSigns {
  const running = entries.filter(({ state }) => state === 'working').length;
  const left = running + waiting;
  if (left === 0) return { bar: -1, mode: 'none', step: null, words: 'Nothing is waiting', isWorking: false };
  const known = share ?? 0;
  const percent = `${Math.floor(known * 100)}%`;
  const photos = left === 1 ? '1 photo left' : `${left} photos left`;
  const isStill = paused && running === 0;
  return {
    bar: known,
    mode: isStill ? 'paused' : share === null ? 'indeterminate' : 'normal',
    step: Math.floor(known * 20),
    words: isStill ? `Paused at ${percent}, ${photos}` : `${percent}, ${photos}`,
    isWorking: running > 0 || !paused,
  };
}
