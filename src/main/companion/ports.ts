/** What the phone's server needs from the rooms beside it: the network, certificates, and Web Push. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DeviceId, NoticeRung } from '../../contracts/companion/device.ts';
import type { Notice } from '../../contracts/companion/events.ts';
import type { ConnectionReport, NetworkAddress } from '../../contracts/companion/network.ts';
import type { PushSubscription } from '../../contracts/companion/telling.ts';

/** network/: the addresses of this computer, the most likely first. */
export interface NetworkAddresses {
  readonly addresses: readonly NetworkAddress[];
  /** @returns stops listening */
  subscribe(listener: () => void): () => void;
  start(): Promise<void>;
  stop(): void;
}

/** What the doctor is told of the listener before it looks around. */
export interface ListenerState {
  readonly address: string | null;
  readonly port: number | null;
  /** The errno code with which listening failed. */
  readonly refusal: string | null;
  /** A phone has loaded the page since the pairing was opened. */
  readonly pageSeen: boolean;
  readonly pairingOpenedAt: number | null;
}

export interface ConnectionDoctor {
  examine(state: ListenerState): Promise<ConnectionReport>;
}

/** certificates/: what the page's HTTPS twin shows, for the names and addresses of the moment. */
export interface TwinCertificate {
  /** PEM, the leaf first. */
  readonly certificate: string;
  readonly key: string;
  /** Host names beside the address, e.g. "irisvue-3f2a.local". */
  readonly names: readonly string[];
}

export interface Certificates {
  /** As a phone's settings will call it. */
  readonly name: string;
  /** Path of the authority's certificate among the public routes; null while there is none. */
  readonly path: string | null;
  /** Whether a phone at this address has fetched it since the studio started. */
  wasFetchedFrom(remoteAddress: string): boolean;
  /** Null while there is no authority: the twin is off. Reissued when the address is new to it. */
  forAddress(address: string): Promise<TwinCertificate | null>;
  /** Called when there is another certificate to show, or none any more. */
  subscribe(listener: () => void): () => void;
}

/**
 * Answers requests beside the page's own files: the authority's certificate, the manifest, probes. They get here
 * after Host was checked, read only, and no caller has proven anything.
 * @returns false where the path is none of theirs
 */
export interface CompanionRoutes {
  answer(request: PublicRequest, response: ServerResponse): Promise<boolean>;
}
export interface PublicRequest {
  readonly method: 'GET' | 'HEAD';
  /** Without the query, e.g. "/authority.crt". */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly secure: boolean;
  readonly request: IncomingMessage;
}

/** push/: subscriptions, the outbox, and who is told how. */
export interface PhonePush {
  readonly vapidKey: string | null;
  /** @throws StudioFailure pushUnavailable */
  subscribe(deviceId: DeviceId, subscription: PushSubscription): void;
  unsubscribe(deviceId: DeviceId): void;
  /** @throws StudioFailure pushUnavailable */
  test(deviceId: DeviceId): Promise<void>;
  isSubscribed(deviceId: DeviceId): boolean;
  /** Told with every notice; `reached` when the phone's page was open and heard it. */
  noticed(deviceId: DeviceId, notice: Notice, reached: boolean): void;
  /** The phone said how its page can tell. */
  rung(deviceId: DeviceId, rung: NoticeRung): void;
  /** Revoked: forget its subscriptions. */
  forget(deviceId: DeviceId): void;
}

/** How the studio's own secrets lie on disk: as they are, or sealed by the system's key store. */
export interface SecretKeeper {
  /** What one keeper sealed lies beside what another did: two hosts of one data folder take nothing from each other. */
  readonly name: 'plain' | 'system';
  seal(secret: Uint8Array): string;
  /** Null where it cannot be opened any more. */
  open(sealed: string): Uint8Array | null;
}
