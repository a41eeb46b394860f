/**
 * The ladder of being told, as far as this phone has climbed it: what the studio offers, what the browser allows, and
 * the wishes that lead one rung up.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TellingOffer } from '../../../contracts/companion/telling.ts';
import { StudioFailure } from '../../../contracts/failure.ts';
import type { PhonePort } from '../port/phone-port.ts';
import { thisPhone } from '../port/platform.ts';
import type { BrowserTelling } from './browser-telling.ts';
import { rungOf, type TellingAbilities } from './rungs.ts';

export interface TellingState extends TellingAbilities {
  readonly offer: TellingOffer | null;
  /** The HTTPS twin answered: this phone trusts the certificate. */
  readonly reached: boolean;
  readonly tested: boolean;
  /** Opened from the Home Screen. */
  readonly installed: boolean;
  readonly busy: boolean;
  readonly trouble: string | null;
}

export class Telling {
  readonly store: StoreApi<TellingState>;
  readonly #port: PhonePort;
  readonly #browser: BrowserTelling;

  constructor(port: PhonePort, browser: BrowserTelling) {
    this.#port = port;
    this.#browser = browser;
    this.store = createStore<TellingState>(() => ({
      ...browser.abilities(),
      subscribed: false,
      offer: null,
      reached: browser.abilities().secure,
      tested: false,
      installed: thisPhone().installed,
      busy: false,
      trouble: null,
    }));
  }

  /** @returns ends it */
  start(): () => void {
    // A studio that lost what it knew of this phone is told again; browsers change subscriptions by themselves, too.
    const stopHello = this.#port.onHello(() => {
      if (this.store.getState().secure) void this.refresh();
    });
    const stopShown = this.#browser.onShown(() => this.store.setState({ tested: true }));
    const stopEvents = this.#port.onEvent((event) => {
      if (event.type === 'test')
        void this.#browser.show('This is how you will be told', 'The test arrived.', '#/');
    });
    void this.#browser.register().then(() => this.#readBrowser());
    return () => {
      stopHello();
      stopShown();
      stopEvents();
    };
  }

  async #readBrowser(): Promise<void> {
    this.store.setState(this.#browser.abilities());
    const subscription = await this.#browser.subscription();
    const { offer } = this.store.getState();
    if (subscription !== null && offer !== null && offer.pushKey !== null && !offer.subscribed) {
      await this.#port.api.call('subscribePush', subscription).catch(() => {});
    }
    this.store.setState({ subscribed: subscription !== null && offer?.pushKey !== null });
  }

  /** What the studio offers and whether its certificate is trusted by now; asked again while a guide is open. */
  async refresh(): Promise<void> {
    try {
      const offer = await this.#port.api.call('tellingOffer', {});
      this.store.setState({ offer });
    } catch {
      // Away; what was known stays.
    }
    await this.#readBrowser();
    const { reached, offer } = this.store.getState();
    if (reached || offer?.securePageUrl == null) return;
    if (await this.#browser.reaches(offer.securePageUrl)) this.store.setState({ reached: true });
  }

  /** From a tap, as browsers want it. */
  allow(): Promise<void> {
    return this.#doing(async () => {
      await this.#browser.askPermission();
      this.store.setState(this.#browser.abilities());
    });
  }

  test(): Promise<void> {
    const { subscribed } = this.store.getState();
    return this.#doing(async () => {
      this.store.setState({ tested: false });
      await this.#port.api.call('testTelling', { by: subscribed ? 'push' : 'connection' });
    });
  }

  subscribe(): Promise<void> {
    return this.#doing(async () => {
      const key = this.store.getState().offer?.pushKey;
      if (key == null) throw new StudioFailure('pushUnavailable');
      if ((await this.#browser.askPermission()) !== 'granted') return;
      await this.#port.api.call('subscribePush', await this.#browser.subscribe(key));
      this.store.setState({ ...this.#browser.abilities(), subscribed: true });
    });
  }

  unsubscribe(): Promise<void> {
    return this.#doing(async () => {
      await this.#browser.unsubscribe();
      await this.#port.api.call('unsubscribePush', {});
      this.store.setState({ subscribed: false });
    });
  }

  /** Opens the HTTPS twin with this pairing. */
  goSecure(): Promise<void> {
    return this.#doing(async () => {
      const { url } = await this.#port.api.call('carryOver', { to: 'secure' });
      this.#browser.open(url);
    });
  }

  /** Puts a single-use code where the Home Screen's app will look for it; its storage is its own. */
  prepareHomeScreen(): Promise<void> {
    return this.#doing(async () => {
      const { url } = await this.#port.api.call('carryOver', { to: 'homeScreen' });
      this.#browser.setStartAddress(url);
    });
  }

  async #doing(run: () => Promise<void>): Promise<void> {
    this.store.setState({ busy: true, trouble: null });
    try {
      await run();
    } catch (error) {
      const trouble = error instanceof StudioFailure ? error.message : 'That did not work. Try again.';
      this.store.setState({ trouble });
    } finally {
      this.store.setState({ busy: false });
    }
  }

  rung() {
    return rungOf(this.store.getState());
  }
}
