import { setImmediate as nextTurn } from 'node:timers/promises';
import { StudioFailure } from '../../../contracts/failure.ts';

/** A turn of the event loop, so that a wish to cancel can arrive at all. */
export async function pause(signal: AbortSignal | undefined): Promise<void> {
  await nextTurn();
  if (signal?.aborted) throw new StudioFailure('cancelled', { stage: 'reflections' });
}
