/** Off until a pairing is open or a phone is paired; then on the interface that the user chose, or the likeliest. */
import type { NetworkAddress } from '../../../contracts/companion/network.ts';
import type { Database } from '../../library/database.ts';
import type { Timers } from '../../queue/timers.ts';
import { changeListenerSettings, readListenerSettings } from '../companion-settings.ts';
import { chooseAddress } from '../network/rank-addresses.ts';
import type { NetworkAddresses } from '../ports.ts';
import type { Listening } from './listening.ts';

export interface WhenToListenParts {
  readonly database: Database;
  readonly timers: Timers;
  readonly network: NetworkAddresses;
  readonly listening: Listening;
  readonly isNeeded: () => boolean;
}

/** For the last words of a pairing that came to nothing: that it was denied, or is over. */
const lastWordsMs = 2_000;

export class WhenToListen {
  readonly #parts: WhenToListenParts;
  #stopping: (() => void) | null = null;
  #closed = false;

  constructor(parts: WhenToListenParts) {
    this.#parts = parts;
  }

  get networks(): readonly NetworkAddress[] {
    return this.#parts.network.addresses;
  }

  chosen(): NetworkAddress | null {
    return chooseAddress(this.networks, this.#wish());
  }

  get isChosenByUser(): boolean {
    const wish = this.#wish();
    return wish !== null && this.chosen()?.interfaceName === wish;
  }

  /** @param interfaceName null lets the studio choose */
  async choose(interfaceName: string | null): Promise<void> {
    changeListenerSettings(this.#parts.database, { interfaceName });
    await this.follow();
  }

  /** Resolves when it listens as it should, or could not. */
  async follow(): Promise<void> {
    const { network, listening } = this.#parts;
    if (this.#isNeeded()) await network.start();
    else network.stop();
    await listening.listenOn(this.#isNeeded() ? (this.chosen()?.address ?? null) : null);
  }

  /** A pairing is over: perhaps nobody is left to listen for. */
  followSoon(): void {
    this.#stopping?.();
    this.#stopping = this.#parts.timers.after(lastWordsMs, () => void this.follow());
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopping?.();
    await this.follow();
  }

  #isNeeded(): boolean {
    return !this.#closed && this.#parts.isNeeded();
  }

  #wish(): string | null {
    return readListenerSettings(this.#parts.database).interfaceName;
  }
}
