import type { StudioEvent } from '../../contracts/studio-api.ts';
import type { Log } from '../library/log.ts';

export type StudioListener = (event: StudioEvent) => void;

/** Numbers what windows are told, for all of them alike, and hands it out. */
export class StudioFeed {
  readonly #listeners = new Set<StudioListener>();
  readonly #log: Log;
  #sequence = 0;

  constructor(log: Log) {
    this.#log = log;
  }

  get sequence(): number {
    return this.#sequence;
  }

  subscribe(listener: StudioListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  publish(event: StudioEvent['event']): void {
    this.#sequence += 1;
    const numbered: StudioEvent = { kind: 'event', sequence: this.#sequence, event };
    for (const listener of this.#listeners) {
      try {
        listener(numbered);
      } catch (error) {
        this.#log.error({ error }, 'a window could not be told');
      }
    }
  }
}
