/** Phones, played: pairing in every state it can have, devices, and captures on their way. */
import type { Device } from '../../../contracts/companion/device.ts';
import type { ConnectionReport, NetworkAddress } from '../../../contracts/companion/network.ts';
import { StudioFailure } from '../../../contracts/failure.ts';
import type {
  ArrivingCapture,
  PairingState,
  PhonesApi,
  PhonesView,
  PictureSending,
} from '../../../contracts/phones.ts';
import type { StudioEvent } from '../../../contracts/studio-api.ts';

export interface FakePhonesOptions {
  readonly tell: (event: StudioEvent['event']) => void;
  readonly now: () => number;
  /** A phone comes by itself some seconds after a code is shown. */
  readonly phoneComes: boolean;
}

const networks: readonly NetworkAddress[] = [
  {
    interfaceName: 'wlp2s0',
    address: '192.168.178.31',
    kind: 'wifi',
    defaultRoute: true,
    isPrivate: true,
  },
  { interfaceName: 'enp3s0', address: '10.0.0.7', kind: 'wired', defaultRoute: false, isPrivate: true },
  { interfaceName: 'tun0', address: '10.8.0.2', kind: 'vpn', defaultRoute: false, isPrivate: true },
];
const names = ['Anna’s iPhone', 'Studio Pixel', 'Mei’s phone'];
const newcomer = 'Jonas’ iPhone';
const port = 47113;

export class FakePhones implements PhonesApi {
  readonly #options: FakePhonesOptions;
  #devices: Device[] = [];
  #networks: NetworkAddress[] = [...networks];
  #chosen: string | null = null;
  #pairing: PairingState | null = null;
  #arriving: ArrivingCapture[] = [];
  /** What the next pairing shows at once; null plays it from its beginning. */
  #staged: string | null = null;
  #timers: number[] = [];
  report: ConnectionReport = {
    findings: [
      { code: 'firewallBlocks', firewall: 'Windows Firewall', certain: true },
      { code: 'vpnUp', interfaceName: 'tun0' },
    ],
    reachable: ['192.168.178.31'],
    alternatives: networks.slice(1, 2),
  };

  constructor(options: FakePhonesOptions) {
    this.#options = options;
  }

  /** Puts phones into a state to be looked at; `pairing` names the state that the next pairing is in. */
  stage({
    devices = 0,
    arriving = 0,
    networkCount = networks.length,
    pairing = null as string | null,
  }): void {
    const now = this.#options.now();
    this.#networks = networks.slice(0, networkCount);
    this.#staged = pairing;
    this.#devices = Array.from({ length: devices }, (_, index) => ({
      id: index.toString().padStart(22, 'd'),
      name: names[index % names.length] as string,
      platform: index === 1 ? 'android' : 'ios',
      pairedAt: now - (20 + index) * 86_400_000,
      seenAt: now - index * 3 * 3_600_000,
      connected: index === 0,
      notices: (['push', 'worker', 'page'] as const)[index % 3] ?? 'page',
    }));
    this.#arriving = Array.from({ length: arriving }, (_, index) => ({
      uploadId: index.toString().padStart(22, 'u'),
      name: `IMG_${2041 + index}.HEIC`,
      deviceId: '0'.padStart(22, 'd'),
      from: names[index % 2] as string,
      byteLength: 4_812_331 + index * 310_000,
      receivedBytes: [3_100_000, 1_200_000, 5_432_331, 400_000][index % 4] as number,
      state: (['arriving', 'waiting', 'checking', 'arriving'] as const)[index % 4] ?? 'arriving',
    }));
  }

  #view(): PhonesView {
    const chosen = this.#networks.find(({ interfaceName }) => interfaceName === this.#chosen);
    const used = chosen ?? this.#networks[0] ?? null;
    const listens = used !== null && (this.#devices.length > 0 || this.#isOpen());
    return {
      listening: listens ? `http://${used.address}:${port}` : null,
      problem: null,
      networks: this.#networks,
      chosen: used?.interfaceName ?? null,
      chosenByUser: chosen !== undefined,
      pairing: this.#pairing,
      devices: this.#devices,
    };
  }

  #isOpen(): boolean {
    return this.#pairing !== null && this.#pairing.state !== 'ended';
  }

  #show(pairing: PairingState): void {
    this.#pairing = pairing;
    this.#options.tell({ type: 'phones', phones: this.#view() });
  }

  /** The phone takes this step now. */
  step(state: 'page' | 'seen' | 'asking' | 'left'): void {
    if (this.#isOpen()) this.#show(this.#stateNamed(state));
  }

  #open(pageSeen: boolean): PairingState {
    const { address = '192.168.178.31' } =
      this.#networks.find(({ interfaceName }) => interfaceName === this.#view().chosen) ?? {};
    return {
      state: 'open',
      link: `http://${address}:${port}/#9tJ3kQx0aB-_cD4eF5gH6i`,
      address: `${address}:${port}`,
      digits: '418203',
      expiresAt: this.#options.now() + 120_000,
      pageSeen,
    };
  }

  #stateNamed(name: string): PairingState {
    const expiresAt = this.#options.now() + 90_000;
    const from = '192.168.178.42';
    switch (name) {
      case 'page':
        return this.#open(true);
      case 'seen':
        return { state: 'seen', from, expiresAt };
      case 'asking':
        return { state: 'asking', name: newcomer, platform: 'ios', from, expiresAt };
      case 'open':
        return this.#open(false);
      default:
        return { state: 'ended', reason: name as 'expired', deviceId: null };
    }
  }

  async phones(): Promise<PhonesView> {
    return structuredClone(this.#view());
  }

  async arriving(): Promise<ArrivingCapture[]> {
    return structuredClone(this.#arriving);
  }

  async openPairing(): Promise<PhonesView> {
    for (const timer of this.#timers) window.clearTimeout(timer);
    const name = this.#networks.length === 0 ? 'noNetwork' : (this.#staged ?? 'open');
    this.#staged = null;
    if (name === 'paired') this.#admit(newcomer);
    else this.#pairing = this.#stateNamed(name);
    if (this.#options.phoneComes && name === 'open') {
      this.#timers = (['page', 'seen', 'asking'] as const).map((next, index) =>
        window.setTimeout(() => this.step(next), 3000 + index * 1800),
      );
    }
    return this.phones();
  }

  async closePairing(): Promise<void> {
    for (const timer of this.#timers) window.clearTimeout(timer);
    if (this.#isOpen()) this.#show({ state: 'ended', reason: 'closed', deviceId: null });
  }

  async answerPairing({ allow, name }: Parameters<PhonesApi['answerPairing']>[0]): Promise<void> {
    if (this.#pairing?.state !== 'asking') return;
    if (allow) this.#admit(name ?? this.#pairing.name);
    else this.#pairing = this.#stateNamed('denied');
    this.#options.tell({ type: 'phones', phones: this.#view() });
  }

  #admit(name: string): void {
    const now = this.#options.now();
    const id = this.#devices.length.toString().padStart(22, 'n');
    const seen = { pairedAt: now, seenAt: now, connected: true };
    this.#devices = [...this.#devices, { id, name, platform: 'ios', ...seen, notices: 'page' }];
    this.#pairing = { state: 'ended', reason: 'paired', deviceId: id };
  }

  async renameDevice({ deviceId, name }: Parameters<PhonesApi['renameDevice']>[0]): Promise<void> {
    this.#devices = this.#devices.map((device) => (device.id === deviceId ? { ...device, name } : device));
    this.#options.tell({ type: 'phones', phones: this.#view() });
  }

  async revokeDevice(deviceId: string): Promise<void> {
    this.#devices = this.#devices.filter(({ id }) => id !== deviceId);
    this.#options.tell({ type: 'phones', phones: this.#view() });
  }

  async chooseInterface(name: string | null): Promise<PhonesView> {
    this.#chosen = name;
    if (this.#pairing?.state === 'open') this.#pairing = this.#open(false);
    this.#options.tell({ type: 'phones', phones: this.#view() });
    return this.phones();
  }

  /** By phone and picture. */
  readonly sent = new Set<string>();

  async sendPicture({
    resultId,
    deviceId,
  }: Parameters<PhonesApi['sendPicture']>[0]): Promise<PictureSending> {
    const device = this.#devices.find(({ id }) => id === deviceId);
    if (device === undefined) throw new StudioFailure('phoneUnknown');
    const key = `${deviceId} ${resultId}`;
    if (this.sent.has(key)) return { state: 'here' };
    this.sent.add(key);
    return { state: device.connected ? 'told' : 'kept' };
  }

  async examineConnection(): Promise<ConnectionReport> {
    return structuredClone(this.report);
  }
}
