/**
 * Gives each connection its turn: frames wait in a lane of their own, lanes are served one after another, and the
 * sockets are looked after between any two frames. So a phone that sends much is as slow as it likes to be, and
 * nobody else is.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';

type Work = () => Promise<void> | undefined;

export interface Lane {
  push(work: Work): void;
  readonly waiting: number;
  /** What waits is dropped. */
  close(): void;
}

/** Frames in work at a time, of different lanes: as many as Node's own threads write files. */
const atOnce = 4;

interface LaneState {
  readonly queue: Work[];
  busy: boolean;
}

export class FairTurns {
  readonly #lanes: LaneState[] = [];
  #running = 0;
  #isServing = false;
  #next = 0;

  lane(): Lane {
    const lane: LaneState = { queue: [], busy: false };
    this.#lanes.push(lane);
    return {
      push: (work) => {
        lane.queue.push(work);
        void this.#serve();
      },
      get waiting() {
        return lane.queue.length;
      },
      close: () => {
        lane.queue.length = 0;
        const index = this.#lanes.indexOf(lane);
        if (index < 0) return;
        this.#lanes.splice(index, 1);
        if (index < this.#next) this.#next -= 1;
      },
    };
  }

  async #serve(): Promise<void> {
    if (this.#isServing) return;
    this.#isServing = true;
    for (;;) {
      const lane = this.#running < atOnce ? this.#take() : null;
      if (!lane) break;
      const done = lane.queue.shift()!();
      if (done) {
        lane.busy = true;
        this.#running += 1;
        void done.finally(() => {
          lane.busy = false;
          this.#running -= 1;
          void this.#serve();
        });
      }
      await nextTurn();
    }
    this.#isServing = false;
    // A frame that came, or ended, while the last turn was given up.
    if (this.#running < atOnce && this.#lanes.some(({ busy, queue }) => !busy && queue.length > 0))
      void this.#serve();
  }

  #take(): LaneState | null {
    for (let step = 0; step < this.#lanes.length; step += 1) {
      const index = (this.#next + step) % this.#lanes.length;
      const lane = this.#lanes[index]!;
      if (lane.busy || lane.queue.length === 0) continue;
      this.#next = (index + 1) % this.#lanes.length;
      return lane;
    }
    return null;
  }
}
