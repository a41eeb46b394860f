/**
 * The phones' side of a studio with everything real but the network it is in: it listens on this machine only, and
 * its certificate is made as for an address of a home. The page is the built one.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { companionDirectory } from '../../../src/main/assembly/places.ts';
import { certificateRoutes } from '../../../src/main/companion/certificates/certificate-routes.ts';
import {
  openCertificates,
  type StudioCertificates,
} from '../../../src/main/companion/certificates/studio-certificates.ts';
import { Companion } from '../../../src/main/companion/companion.ts';
import { manifestRoute } from '../../../src/main/companion/push/manifest-route.ts';
import { TestNetwork } from '../../../src/main/companion/testing/test-companion.ts';
import { openKeeper } from '../../../src/main/companion/testing-secrets.ts';
import { silentLog } from '../../../src/main/library/log.ts';
import { systemTimers } from '../../../src/main/queue/timers.ts';
import { openTestStudio } from '../../../src/main/window/testing/test-studio.ts';

const homeAddress = '192.168.178.31';

export async function openSecureStudio() {
  if (!existsSync(join(companionDirectory, 'index.html'))) throw new Error('Run npm run build first.');
  let companion!: Companion;
  let certificates!: StudioCertificates;
  const studio = await openTestStudio({
    openPhones(host) {
      companion = new Companion(host, {
        pageDirectory: companionDirectory,
        network: new TestNetwork(),
        doctor: { examine: async () => ({ findings: [], reachable: [], alternatives: [] }) },
        keeper: openKeeper,
        timers: systemTimers,
        certificates: {
          get name() {
            return certificates.name;
          },
          path: '/authority',
          wasFetchedFrom: (address) => certificates.wasFetchedFrom(address),
          subscribe: (listener) => certificates.subscribe(listener),
          forAddress: () => certificates.forAddress(homeAddress),
        },
        routes: [{ answer: (...asked) => certificateRoutes(certificates).answer(...asked) }, manifestRoute()],
      });
      return companion;
    },
  });
  certificates = await openCertificates({
    directory: join(studio.folder, 'certificates'),
    keeper: openKeeper,
    log: silentLog,
    hostName: 'studio',
    addresses: () => [],
    mark: () => '7e57',
  });
  await companion.start();
  return {
    ...studio,
    companion,
    name: 'irisvue-7e57.local',
    /** The twin by the name that its certificate has; what it leads to is this machine. */
    securePage: () => `https://irisvue-7e57.local:${new URL(companion.listening.secureOrigin ?? '').port}/`,
    async close() {
      await studio.close();
      certificates.close();
    },
  };
}
