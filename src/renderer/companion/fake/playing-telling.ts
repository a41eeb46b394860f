/** A browser that allows what the scene says: tests have neither certificates nor a push service. */
import type { BrowserTelling } from '../told/browser-telling.ts';
import type { TellingAbilities } from '../told/rungs.ts';

export class PlayingTelling implements BrowserTelling {
  #abilities: Omit<TellingAbilities, 'subscribed'>;
  #subscribed: boolean;
  reachable: boolean;
  readonly #shown = new Set<() => void>();
  readonly opened: string[] = [];

  constructor(abilities: Omit<TellingAbilities, 'subscribed'>, subscribed: boolean, reachable: boolean) {
    this.#abilities = abilities;
    this.#subscribed = subscribed;
    this.reachable = reachable;
  }

  abilities = () => this.#abilities;
  register = async () => {};
  reaches = async () => this.reachable;
  open = (url: string) => void this.opened.push(url);
  setStartAddress = () => {};

  async askPermission(): Promise<NotificationPermission> {
    this.#abilities = { ...this.#abilities, permission: 'granted' };
    return 'granted';
  }

  subscription = async () => (this.#subscribed ? subscription : null);

  async subscribe() {
    this.#subscribed = true;
    return subscription;
  }

  async unsubscribe(): Promise<void> {
    this.#subscribed = false;
  }

  async show(): Promise<void> {
    for (const listener of this.#shown) listener();
  }

  onShown(listener: () => void): () => void {
    this.#shown.add(listener);
    return () => this.#shown.delete(listener);
  }
}

const subscription = {
  endpoint: 'https://push.example/one',
  p256dh: 'B'.repeat(87),
  auth: 'a'.repeat(22),
};
