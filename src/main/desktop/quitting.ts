/**
 * How the studio ends. With work left it asks once; whatever is left then waits in the library for the next start.
 * Nothing is lost either way: the question is there because a photographer may count on the pictures.
 */
import type { QueueView } from '../../contracts/gallery.ts';

export interface QuittingParts {
  readonly queue: () => QueueView;
  /** Resolves to whether to quit. */
  readonly ask: (words: QuitWords) => Promise<boolean>;
  /** Closes windows and the studio. */
  readonly close: () => Promise<void>;
  /** Ends the program for good. */
  readonly leave: () => void;
}

export interface QuitWords {
  readonly message: string;
  readonly detail: string;
}

/** Null where nothing is left that anybody waits for. */
export function quitWords({ waiting, entries }: QueueView): QuitWords | null {
  const running = entries.filter(({ state }) => state === 'working').length;
  const left = running + waiting;
  if (left === 0) return null;
  return {
    message: left === 1 ? '1 photo is not finished yet.' : `${left} photos are not finished yet.`,
    detail: 'If you quit, they wait and go on by themselves when you open the studio again.',
  };
}

export class Quitting {
  readonly #parts: QuittingParts;
  readonly #urgency = Promise.withResolvers<true>();
  #isUrgent = false;
  #state: 'open' | 'asking' | 'closing' | 'closed' = 'open';

  constructor(parts: QuittingParts) {
    this.#parts = parts;
  }

  /** The machine shuts down: it does not wait for an answer, not even to a question that stands. */
  hurry(): void {
    this.#isUrgent = true;
    this.#urgency.resolve(true);
  }

  get isClosed(): boolean {
    return this.#state === 'closed';
  }

  /** Whether windows may close by themselves. */
  get isClosing(): boolean {
    return this.#state === 'closing' || this.#state === 'closed';
  }

  /** Resolves to whether the studio closed. A second wish while the question stands is the same wish. */
  async quit(): Promise<boolean> {
    if (this.#state !== 'open') return false;
    this.#state = 'asking';
    const { queue, ask, close, leave } = this.#parts;
    try {
      const words = this.#isUrgent ? null : quitWords(queue());
      if (words !== null && !(await Promise.race([ask(words), this.#urgency.promise]))) {
        this.#state = 'open';
        return false;
      }
    } catch (error) {
      this.#state = 'open';
      throw error;
    }
    this.#state = 'closing';
    try {
      await close();
    } finally {
      this.#state = 'closed';
      leave();
    }
    return true;
  }
}
