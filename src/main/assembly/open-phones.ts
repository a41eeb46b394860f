import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { openCertificates } from '../companion/certificates/studio-certificates.ts';
import { CertificatesWhenNeeded } from '../companion/certificates-when-needed.ts';
import { Companion } from '../companion/companion.ts';
import { plainSecrets, secretName, studioKeyPair } from '../companion/companion-settings.ts';
import { createConnectionDoctor } from '../companion/network/connection-doctor.ts';
import { NetworkWatch } from '../companion/network/network-watch.ts';
import { addressesToName } from '../companion/network/rank-addresses.ts';
import type { SecretKeeper } from '../companion/ports.ts';
import { manifestRoute } from '../companion/push/manifest-route.ts';
import { knownRelays } from '../companion/push/relay-policy.ts';
import { createPushSender } from '../companion/push/send-push.ts';
import { StudioPush } from '../companion/push/studio-push.ts';
import { systemTimers } from '../queue/timers.ts';
import type { PhonesRoom, StudioHost } from '../window/studio-host.ts';
import { readStudioSettings } from '../window/studio-settings.ts';
import { companionDirectory } from './places.ts';
import { productUrl } from './product.ts';

export interface PhonesOptions {
  /** How the studio's own secrets lie on disk; as they are where the host has no key store. */
  readonly keeper?: SecretKeeper;
}

/** Everything that phones need, over one studio. Nothing listens until somebody opens a pairing. */
export function openPhones(host: StudioHost, { keeper = plainSecrets }: PhonesOptions = {}): PhonesRoom {
  const { library, clock, log } = host.parts;
  const { database } = library;
  const network = new NetworkWatch();
  const certificates = new CertificatesWhenNeeded(
    () =>
      openCertificates({
        directory: join(library.directory, secretName('certificates', keeper)),
        keeper,
        log,
        hostName: hostname(),
        addresses: () => addressesToName(network.addresses),
        mark: () => markOf(studioKeyPair(database, keeper).publicKey),
      }),
    log,
  );
  let push: StudioPush | null = null;
  const companion = new Companion(host, {
    pageDirectory: companionDirectory,
    network,
    doctor: createConnectionDoctor({ addresses: () => network.addresses }),
    keeper,
    certificates,
    routes: [certificates, manifestRoute()],
    createPush(phones) {
      push = new StudioPush({
        database,
        keeper,
        clock,
        timers: systemTimers,
        log,
        send: createPushSender({ policy: knownRelays, contact: productUrl }),
        policy: knownRelays,
        isOn: () => readStudioSettings(database).pushToPhones,
        isBusy: (deviceId) => phones.captureStore.hasUnfinished(deviceId),
        page: () => phones.entrance.securePage,
      });
      return push;
    },
  });
  return {
    api: companion.api,
    start: () => companion.start(),
    async close() {
      await companion.close();
      push?.close();
      await certificates.close();
    },
  };
}

/** Tells this installation from another one in the same room. */
const markOf = (publicKey: Uint8Array): string =>
  createHash('sha256').update(publicKey).digest('hex').slice(0, 4);
