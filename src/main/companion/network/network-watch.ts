/**
 * Knows at which addresses phones may find this computer, and tells when that changes: a cable is pulled, another
 * Wi-Fi is joined, a VPN comes up. It looks every few seconds while it is running, which costs one call of the
 * system's; routes are only read again when the addresses changed.
 */
import { networkInterfaces } from 'node:os';
import type { NetworkAddress } from '../../../contracts/companion/network.ts';
import { systemTimers, type Timers } from '../../queue/timers.ts';
import { readDefaultRoutes } from './default-routes.ts';
import { type Interfaces, rankAddresses } from './rank-addresses.ts';
import type { RouteHolder } from './route-tables.ts';
import { runSystemCommand } from './run-command.ts';

const lookEveryMs = 4_000;
/** A new address is there before the route through it: that often the routes are read again after a change. */
const looksAfterChange = 2;

export interface NetworkWatchOptions {
  readonly timers?: Timers;
  readonly readInterfaces?: () => Interfaces;
  readonly readRoutes?: () => Promise<readonly RouteHolder[]>;
}

type Listener = (addresses: readonly NetworkAddress[]) => void;

export class NetworkWatch {
  readonly #timers: Timers;
  readonly #readInterfaces: () => Interfaces;
  readonly #readRoutes: () => Promise<readonly RouteHolder[]>;
  readonly #listeners = new Set<Listener>();
  #addresses: readonly NetworkAddress[] = [];
  #seen = '';
  #looksLeft = 0;
  #reading = 0;
  #stopLooking: (() => void) | null = null;
  /** Whoever else wants it to run waits for the same first look. */
  #firstLook: Promise<unknown> = Promise.resolve();
  /** Counts runs, so that a look that began before a stop changes nothing after it. */
  #run = 0;

  constructor({
    timers = systemTimers,
    readInterfaces = networkInterfaces,
    readRoutes = () => readDefaultRoutes({ platform: process.platform, run: runSystemCommand }),
  }: NetworkWatchOptions = {}) {
    this.#timers = timers;
    this.#readInterfaces = readInterfaces;
    this.#readRoutes = readRoutes;
  }

  /** As last seen, the most likely first. */
  get addresses(): readonly NetworkAddress[] {
    return this.#addresses;
  }

  /** Told of every change. @returns stops listening */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Looks now, and from then on regularly. Resolves once the addresses are known. */
  async start(): Promise<void> {
    if (this.#stopLooking === null) {
      this.#lookLater(this.#run);
      this.#firstLook = this.refresh();
    }
    await this.#firstLook;
  }

  stop(): void {
    this.#run += 1;
    this.#stopLooking?.();
    this.#stopLooking = null;
  }

  /** Reads addresses and routes now, whether or not it is running. */
  async refresh(): Promise<readonly NetworkAddress[]> {
    const interfaces = this.#interfaces();
    this.#seen = JSON.stringify(interfaces);
    this.#reading += 1;
    const reading = this.#reading;
    const ranked = rankAddresses(interfaces, await this.#readRoutes());
    // Overtaken by a later look.
    if (reading !== this.#reading) return this.#addresses;
    if (JSON.stringify(ranked) !== JSON.stringify(this.#addresses)) {
      this.#addresses = ranked;
      for (const listener of this.#listeners) listener(ranked);
    }
    return ranked;
  }

  /** A system that refuses to tell has no network, as far as phones go. */
  #interfaces(): Interfaces {
    try {
      return this.#readInterfaces();
    } catch {
      return {};
    }
  }

  #lookLater(run: number): void {
    this.#stopLooking = this.#timers.after(lookEveryMs, () => void this.#look(run));
  }

  async #look(run: number): Promise<void> {
    if (JSON.stringify(this.#interfaces()) !== this.#seen) this.#looksLeft = looksAfterChange + 1;
    if (this.#looksLeft > 0) {
      this.#looksLeft -= 1;
      await this.refresh();
    }
    if (run === this.#run) this.#lookLater(run);
  }
}
