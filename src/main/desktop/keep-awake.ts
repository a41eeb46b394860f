import type { PowerSaveBlocker } from 'electron';

/** The machine does not fall asleep over a photo; the screen may. */
export class KeepAwake {
  readonly #blocker: PowerSaveBlocker;
  #id: number | null = null;

  constructor(blocker: PowerSaveBlocker) {
    this.#blocker = blocker;
  }

  set(isWorking: boolean): void {
    if (isWorking && this.#id === null) this.#id = this.#blocker.start('prevent-app-suspension');
    if (!isWorking && this.#id !== null) {
      this.#blocker.stop(this.#id);
      this.#id = null;
    }
  }
}
