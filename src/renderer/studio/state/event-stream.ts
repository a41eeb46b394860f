/**
 * Keeps the window's picture whole: events are applied strictly by number, and after a gap, or a lost connection,
 * everything is read again. What arrives while reading waits and is applied if it is news by then.
 */
import type { StudioEvent } from '../../../contracts/studio-api.ts';

export interface EventStream {
  receive(event: StudioEvent): void;
  /** Reads everything again; joins a reading under way. */
  resynchronise(): Promise<void>;
}

export function createEventStream(options: {
  /** Reads everything. @returns the number up to which it is known */
  readAll: () => Promise<number>;
  apply: (event: StudioEvent['event']) => void;
  onError: (error: unknown) => void;
}): EventStream {
  let sequence: number | null = null;
  let reading: Promise<void> | null = null;
  let held: StudioEvent[] = [];

  async function read(): Promise<void> {
    try {
      sequence = await options.readAll();
    } catch (error) {
      held = [];
      options.onError(error);
      return;
    } finally {
      reading = null;
    }
    const waiting = held;
    held = [];
    for (const event of waiting) receive(event);
  }

  function resynchronise(): Promise<void> {
    reading ??= read();
    return reading;
  }

  function receive(event: StudioEvent): void {
    if (reading !== null || sequence === null) {
      held.push(event);
      return;
    }
    if (event.sequence <= sequence) return;
    if (event.sequence > sequence + 1) {
      held.push(event);
      void resynchronise();
      return;
    }
    sequence = event.sequence;
    options.apply(event.event);
  }

  return { receive, resynchronise };
}
