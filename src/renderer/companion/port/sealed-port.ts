/** The studio itself, over the sealed protocol: pairs, remembers the pairing, comes back after every absence. */
import type { NoticeRung } from '../../../contracts/companion/device.ts';
import type { PhoneEvent } from '../../../contracts/companion/events.ts';
import type { PhoneApi } from '../../../contracts/companion/phone-api.ts';
import { StudioFailure } from '../../../contracts/failure.ts';
import type { FrameCarrier } from '../../../transport/sealed/frame-carrier.ts';
import { PairingTalk as SealedTalk } from '../../../transport/sealed/pairing-talk.ts';
import { PhoneLink } from '../../../transport/sealed/phone-link.ts';
import type { KeptPairing, PairingMemory } from './pairing-memory.ts';
import type { Hello, Invitation, Pairing, PairingTalk, PhonePort, Standing } from './phone-port.ts';
import type { Phone } from './platform.ts';

export interface SealedPortParts {
  readonly openCarrier: () => Promise<FrameCarrier>;
  readonly memory: PairingMemory;
  readonly phone: Phone;
  /** How the page can tell at present. */
  readonly rung: () => NoticeRung;
}

export class SealedPort implements PhonePort {
  readonly #parts: SealedPortParts;
  readonly #standings = new Set<(standing: Standing) => void>();
  readonly #hellos = new Set<(hello: Hello) => void>();
  readonly #events = new Set<(event: PhoneEvent) => void>();
  readonly #ready: Promise<void>;
  #standing: Standing = 'connecting';
  #kept: KeptPairing | null = null;
  #link: PhoneLink | null = null;

  constructor(parts: SealedPortParts) {
    this.#parts = parts;
    this.#ready = parts.memory.read().then((kept) => {
      this.#kept = kept;
      if (kept === null) this.#tell('unpaired');
      else this.#connect(kept);
    });
  }

  readonly api: PhoneApi = {
    call: async (method, argument) => this.#linked().call(method, argument),
    sendChunk: async (argument, bytes) => this.#linked().sendChunk(argument, bytes),
    readPicture: async (argument) => this.#linked().readPicture(argument),
  };

  #linked(): PhoneApi {
    if (this.#link === null) throw new StudioFailure('connectionLost');
    return this.#link.api;
  }

  #connect(kept: KeptPairing): void {
    this.#link?.stop();
    const { openCarrier, rung } = this.#parts;
    this.#link = new PhoneLink({
      credential: kept.credential,
      openCarrier,
      lastNotice: () => this.#kept?.lastNotice ?? null,
      notices: rung,
      onStanding: (standing) => this.#tell(standing),
      onHello: (hello) => this.#onHello(hello),
      onEvent: (event) => this.#onEvent(event),
    });
  }

  #onHello(hello: Hello): void {
    this.#remember({
      studio: hello.studio,
      phone: hello.device.name,
      // Whatever came before the first hello is no news; what was missed is told with the captures.
      ...(this.#kept?.lastNotice === null && { lastNotice: hello.sequence }),
    });
    for (const listener of [...this.#hellos]) listener(hello);
  }

  #onEvent(event: PhoneEvent): void {
    if (event.type === 'notice') {
      this.#remember({ lastNotice: event.sequence });
      // A sign of life: a phone that was locked meanwhile gives none, and is told by a push.
      if (!event.replayed) void this.api.call('ping', {}).catch(() => {});
    }
    if (event.type === 'renamed') this.#remember({ phone: event.name });
    for (const listener of [...this.#events]) listener(event);
  }

  #remember(change: Partial<KeptPairing>): void {
    if (this.#kept === null) return;
    this.#kept = { ...this.#kept, ...change };
    void this.#parts.memory.write(this.#kept).catch(() => {});
  }

  #tell(standing: Standing): void {
    this.#standing = standing;
    for (const listener of [...this.#standings]) listener(standing);
  }

  onStanding(listener: (standing: Standing) => void): () => void {
    this.#standings.add(listener);
    listener(this.#standing);
    return () => this.#standings.delete(listener);
  }

  onHello(listener: (hello: Hello) => void): () => void {
    this.#hellos.add(listener);
    return () => this.#hellos.delete(listener);
  }

  onEvent(listener: (event: PhoneEvent) => void): () => void {
    this.#events.add(listener);
    return () => this.#events.delete(listener);
  }

  async pairing(): Promise<Pairing | null> {
    await this.#ready;
    return this.#kept === null ? null : { studio: this.#kept.studio, phone: this.#kept.phone };
  }

  async openPairing({ by, secret }: Invitation): Promise<PairingTalk> {
    await this.#ready;
    const talk = await SealedTalk.open(await this.#parts.openCarrier(), by, secret);
    const { platform, usualName } = this.#parts.phone;
    return {
      introduce: async (phoneName) => {
        const { credential, admission } = await talk.introduce({
          name: phoneName === '' ? usualName : phoneName,
          platform,
        });
        const { name, studio } = admission;
        this.#kept = { credential, studio, phone: name, lastNotice: null };
        await this.#parts.memory.write(this.#kept).catch(() => {});
        this.#tell('connecting');
        this.#connect(this.#kept);
        return { studio, phone: name };
      },
      end: () => talk.end(),
    };
  }

  async forget(): Promise<void> {
    // The studio forgets too where it can be reached; where not, it lists a phone that never comes again.
    if (this.#standing === 'connected') await this.api.call('unpair', {}).catch(() => {});
    this.#link?.stop();
    this.#link = null;
    this.#kept = null;
    await this.#parts.memory.write(null);
    this.#tell('unpaired');
  }

  reconnect(): void {
    this.#link?.reconnect();
  }
}
