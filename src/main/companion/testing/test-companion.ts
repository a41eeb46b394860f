/** A studio with phones over real sockets on loopback, workers that a test decides, and time that it moves. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PhoneEvent } from '../../../contracts/companion/events.ts';
import { companionLimits } from '../../../contracts/companion/limits.ts';
import type { NetworkAddress } from '../../../contracts/companion/network.ts';
import type { Credential } from '../../../contracts/companion/pairing.ts';
import type { PairingState } from '../../../contracts/phones.ts';
import type { FrameCarrier } from '../../../transport/sealed/frame-carrier.ts';
import { openCarrier } from '../../../transport/sealed/open-carrier.ts';
import { PairingTalk } from '../../../transport/sealed/pairing-talk.ts';
import { PhoneConnection } from '../../../transport/sealed/phone-connection.ts';
import { meetAsPhone } from '../../../transport/sealed/phone-handshake.ts';
import { ManualTime, settled } from '../../queue/manual-time.ts';
import { openTestStudio } from '../../window/testing/test-studio.ts';
import type { MediaWorker } from '../../workers/media-supervisor.ts';
import { Companion, type CompanionParts } from '../companion.ts';
import { plainSecrets } from '../companion-settings.ts';
import type { NetworkAddresses } from '../ports.ts';
import type { ListenerLimits } from '../server/lan-listener.ts';

/** Longer than a machine that is busy with other things lets anybody wait. */
export const patienceMs = 300_000;

/** Whoever tries a limit of time sets it for that alone: nobody else is let go for the machine's pauses. */
const patientLimits: Partial<ListenerLimits> = {
  headersMs: patienceMs,
  requestMs: patienceMs,
  connectMs: patienceMs,
  pingTimeoutMs: patienceMs,
};

export class TestNetwork implements NetworkAddresses {
  addresses: NetworkAddress[] = [loopback('lo', '127.0.0.1')];
  readonly #listeners = new Set<() => void>();
  isRunning = false;

  change(addresses: NetworkAddress[]): void {
    this.addresses = addresses;
    for (const listener of this.#listeners) listener();
  }
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  async start(): Promise<void> {
    this.isRunning = true;
  }
  stop(): void {
    this.isRunning = false;
  }
}

export const loopback = (interfaceName: string, address: string): NetworkAddress => ({
  interfaceName,
  address,
  kind: 'wired',
  defaultRoute: true,
  isPrivate: true,
});

export interface TestCompanionOptions extends Partial<CompanionParts> {
  /** Of an earlier one, to start it again. */
  readonly folder?: string;
  /** How much later than the others. */
  readonly startsAfterDays?: number;
  readonly mediaWorker?: MediaWorker;
}

export async function openTestCompanion({
  folder,
  startsAfterDays = 0,
  mediaWorker,
  limits,
  ...overrides
}: TestCompanionOptions = {}) {
  const root = folder ?? (await mkdtemp(join(tmpdir(), 'irisvue-phones-')));
  const pageDirectory = join(root, 'page');
  await mkdir(join(pageDirectory, 'assets'), { recursive: true });
  await writeFile(join(pageDirectory, 'index.html'), '<!doctype html><title>Phone</title>');
  await writeFile(join(pageDirectory, 'assets/page.js'), 'export {}');
  await writeFile(join(root, 'secret.txt'), 'not for phones');
  const time = new ManualTime();
  time.skip(startsAfterDays * 86_400_000);
  const network = new TestNetwork();
  let companion!: Companion;
  const studio = await openTestStudio({
    folder: root,
    time,
    ...(mediaWorker && { mediaWorker }),
    openPhones: (host) => {
      companion = new Companion(host, {
        pageDirectory,
        network,
        doctor: { examine: async () => ({ findings: [], reachable: [], alternatives: [] }) },
        keeper: plainSecrets,
        timers: time,
        // How full this machine's disk is decides nothing.
        freeBytes: async () => null,
        limits: { ...patientLimits, ...limits },
        ...overrides,
      });
      return companion;
    },
  });
  await companion.start();
  const { api } = studio;
  const phones = new Set<TestPhone>();

  const origin = () => {
    const { origin } = companion.listening;
    if (origin === null) throw new Error('nothing listens');
    return origin;
  };
  /** @param through where a phone finds whatever stands between */
  const carrier = (through = origin()) =>
    openCarrier(through, {
      timeoutMs: patienceMs,
      headers: { host: new URL(origin()).host, origin: origin() },
    });

  async function pairingState<State extends PairingState['state']>(
    state: State,
  ): Promise<Extract<PairingState, { state: State }>> {
    // By the clock on the wall: how many turns a disk or a busy machine needs, nobody knows.
    const patience = performance.now() + 30_000;
    do {
      const { pairing } = await api.phones();
      if (pairing?.state === state) return pairing as Extract<PairingState, { state: State }>;
      await settled();
    } while (performance.now() < patience);
    throw new Error(`the pairing is ${JSON.stringify((await api.phones()).pairing)}, not ${state}`);
  }

  async function pair(name = 'Ida’s phone', by: 'link' | 'digits' = 'link'): Promise<Credential> {
    await api.openPairing();
    const open = await pairingState('open');
    const secret = by === 'link' ? open.link.slice(open.link.indexOf('#') + 1) : open.digits;
    const talk = await PairingTalk.open(await carrier(), by, secret);
    const admitted = talk.introduce({ name, platform: 'ios' });
    await pairingState('asking');
    await api.answerPairing({ allow: true, name: null });
    return (await admitted).credential;
  }

  async function meet(
    credential: Credential,
    after: number | null = null,
    over?: FrameCarrier,
  ): Promise<TestPhone> {
    const phone = new TestPhone(
      new PhoneConnection(await meetAsPhone(over ?? (await carrier()), credential)),
    );
    phones.add(phone);
    await phone.connection.call('hello', { after, notices: 'page' });
    return phone;
  }

  /** Resolves once no phone is connected. */
  async function everybodyGone(): Promise<void> {
    while ((await api.phones()).devices.some(({ connected }) => connected)) await settled();
  }

  return {
    ...studio,
    root,
    companion,
    network,
    origin,
    carrier,
    pairingState,
    pair,
    meet,
    everybodyGone,
    async close({ keep = false } = {}) {
      for (const { connection } of phones) connection.close();
      await studio.close();
      if (!keep) await rm(root, { recursive: true, force: true });
    },
  };
}
export type TestCompanion = Awaited<ReturnType<typeof openTestCompanion>>;

/** What the played media worker takes for a photo. */
export function photoBytes(byteLength: number, start = 'eye'): Uint8Array {
  const bytes = randomBytes(byteLength);
  // Plain text: the worker that plays reads the whole of it as such.
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = 97 + (bytes[index]! % 26);
  bytes.write(start);
  return new Uint8Array(bytes);
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export class TestPhone {
  readonly connection: PhoneConnection;
  readonly events: PhoneEvent[] = [];
  readonly closed: Promise<void>;
  readonly #waiting: {
    readonly matches: (event: PhoneEvent) => boolean;
    readonly go: (event: PhoneEvent) => void;
  }[] = [];

  constructor(connection: PhoneConnection) {
    this.connection = connection;
    connection.onEvent = (event) => {
      this.events.push(event);
      for (const one of this.#waiting.splice(0)) one.matches(event) ? one.go(event) : this.#waiting.push(one);
    };
    this.closed = new Promise((resolve) => {
      connection.onClosed = resolve;
    });
  }

  /** The next event of this kind, or one that came already. */
  told<Type extends PhoneEvent['type']>(
    type: Type,
    matches: (event: Extract<PhoneEvent, { type: Type }>) => boolean = () => true,
  ): Promise<Extract<PhoneEvent, { type: Type }>> {
    const fits = (event: PhoneEvent): event is Extract<PhoneEvent, { type: Type }> =>
      event.type === type && matches(event as Extract<PhoneEvent, { type: Type }>);
    const known = this.events.find(fits);
    if (known) return Promise.resolve(known as Extract<PhoneEvent, { type: Type }>);
    return new Promise((go) => this.#waiting.push({ matches: fits, go: go as (event: PhoneEvent) => void }));
  }

  begin(bytes: Uint8Array, { name = 'IMG_1.jpg', localId = localIdOf(bytes), withHash = false } = {}) {
    const announced = { localId, name, byteLength: bytes.length, sha256: withHash ? sha256(bytes) : null };
    return this.connection.call('beginUpload', announced);
  }

  /** As `begin`, of a photo that the studio does not have. */
  async beginSending(...parameters: Parameters<TestPhone['begin']>) {
    const answer = await this.begin(...parameters);
    if (answer.state !== 'send') throw new Error('it is here already');
    return answer;
  }

  /** Sends from where the studio is to the end, or to `until`. */
  async send(
    uploadId: string,
    bytes: Uint8Array,
    from: number,
    until = bytes.length,
    chunk: number = companionLimits.chunkBytes,
  ) {
    let offset = from;
    while (offset < until) {
      const piece = bytes.subarray(offset, Math.min(offset + chunk, until));
      ({ offset } = await this.connection.sendChunk({ uploadId, offset }, piece));
    }
    return offset;
  }

  /** The whole of it, as the page does it. */
  async upload(bytes: Uint8Array, options: { name?: string; localId?: string; withHash?: boolean } = {}) {
    const begun = await this.begin(bytes, options);
    if (begun.state === 'here') return { capture: begun.capture, duplicate: true };
    await this.send(begun.uploadId, bytes, begun.offset);
    return this.connection.call('finishUpload', { uploadId: begun.uploadId, sha256: sha256(bytes) });
  }
}

export const localIdOf = (bytes: Uint8Array): string => sha256(bytes).slice(0, 32);
