/** The connection to the playing studio: pairs with 482913, comes and goes when it is told to. */
import { StudioFailure } from '../../../contracts/failure.ts';
import type { Hello, Invitation, Pairing, PairingTalk, PhonePort, Standing } from '../port/phone-port.ts';
import type { PlayingStudio } from './playing-studio.ts';

export const playingDigits = '482913';

export class PlayingPort implements PhonePort {
  readonly api: PlayingStudio;
  readonly #standings = new Set<(standing: Standing) => void>();
  readonly #hellos = new Set<(hello: Hello) => void>();
  #standing: Standing;
  #pairing: Pairing | null;
  #waiting: { resolve: (pairing: Pairing) => void; reject: (error: Error) => void; name: string } | null =
    null;

  constructor(studio: PlayingStudio, paired: boolean) {
    this.api = studio;
    this.#pairing = paired ? { studio: studio.name, phone: studio.phone } : null;
    this.#standing = !paired ? 'unpaired' : studio.connected ? 'connected' : 'away';
  }

  onStanding(listener: (standing: Standing) => void): () => void {
    this.#standings.add(listener);
    listener(this.#standing);
    return () => this.#standings.delete(listener);
  }

  onHello(listener: (hello: Hello) => void): () => void {
    this.#hellos.add(listener);
    if (this.#standing === 'connected') listener(this.api.hello());
    return () => this.#hellos.delete(listener);
  }

  onEvent(listener: Parameters<PhonePort['onEvent']>[0]): () => void {
    return this.api.subscribe((event) => {
      if (this.#standing === 'connected') listener(event);
    });
  }

  pairing = async (): Promise<Pairing | null> => this.#pairing;

  async openPairing({ by, secret }: Invitation): Promise<PairingTalk> {
    if (by === 'digits' && secret !== playingDigits) throw new StudioFailure('pairingWrongCode');
    if (secret.startsWith('expired')) throw new StudioFailure('pairingClosed');
    if (secret.startsWith('nobody')) throw new StudioFailure('connectionLost');
    if (secret.startsWith('knocking')) return new Promise(() => {});
    return {
      introduce: (name) =>
        new Promise((resolve, reject) => {
          this.#waiting = { resolve, reject, name };
        }),
      end: () => {
        this.#waiting = null;
      },
    };
  }

  /** What somebody at the studio does. */
  allow(): void {
    if (this.#waiting === null) throw new Error('nobody waits');
    this.api.phone = this.#waiting.name;
    this.#pairing = { studio: this.api.name, phone: this.#waiting.name };
    this.#waiting.resolve(this.#pairing);
    this.#waiting = null;
    this.come();
  }

  deny(): void {
    this.#waiting?.reject(new StudioFailure('pairingDenied'));
    this.#waiting = null;
  }

  async forget(): Promise<void> {
    this.#pairing = null;
    this.#tell('unpaired');
  }

  reconnect(): void {}

  goAway(): void {
    this.api.connected = false;
    this.#tell('away');
  }

  come(): void {
    this.api.connected = true;
    this.#tell('connected');
    for (const listener of [...this.#hellos]) listener(this.api.hello());
  }

  /** Something answers that is not the studio it was paired with. */
  doubt(): void {
    this.api.connected = false;
    this.#tell('unsafe');
  }

  remove(): void {
    this.#tell('removed');
  }

  #tell(standing: Standing): void {
    this.#standing = standing;
    for (const listener of [...this.#standings]) listener(standing);
  }
}
