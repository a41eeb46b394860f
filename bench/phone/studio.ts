/** The studio of the bench, in a process of its own: everything is the product's but the GPU worker. */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { Credential } from '../../src/contracts/companion/pairing.ts';
import { Companion } from '../../src/main/companion/companion.ts';
import { plainSecrets, studioKeyPair } from '../../src/main/companion/companion-settings.ts';
import { systemClock } from '../../src/main/library/clock.ts';
import { nodeFileStore } from '../../src/main/library/file-store.ts';
import { silentLog } from '../../src/main/library/log.ts';
import { openLibrary } from '../../src/main/library/open-library.ts';
import { OwnModelStore } from '../../src/main/models/own-model-store.ts';
import { createSqliteQueue } from '../../src/main/queue/sqlite-queue.ts';
import { StudioHost } from '../../src/main/window/studio-host.ts';
import { forkedProcesses } from '../../src/main/workers/forked-process.ts';
import { createMediaWorker } from '../../src/main/workers/media-supervisor.ts';
import { workerEnvironment } from '../../src/main/workers/worker-environment.ts';
import { createWorkerSupervisor } from '../../src/main/workers/worker-supervisor.ts';
import { toBase64Url } from '../../src/transport/sealed/bytes.ts';
import { newKeyPair } from '../../src/transport/sealed/device-secret.ts';
import type { StudioOfBench } from './agreed.ts';

const [folder = '', pageDirectory = '', photo = '', count = '1'] = process.argv.slice(2);
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const loopback = '127.0.0.1';

const library = await openLibrary({ directory: join(folder, 'data') });
const environment = workerEnvironment(process.env);
let companion!: Companion;
const host = new StudioHost({
  library,
  queue: createSqliteQueue(library.database),
  worker: createWorkerSupervisor({
    spawnPort: forkedProcesses,
    entry: at('stepping-worker.ts'),
    environment,
    start: { modelsDirectory: folder, providers: ['cpu'], threads: 1 },
    log: () => {},
  }),
  media: createMediaWorker({
    spawnPort: forkedProcesses,
    entry: at('../../src/worker/media/entry.ts'),
    environment,
    log: () => {},
  }),
  clock: systemClock,
  log: silentLog,
  models: [{ id: 'm', sha256: 'a'.repeat(64) }],
  ownModels: new OwnModelStore({
    directory: join(folder, 'models'),
    files: nodeFileStore,
    clock: systemClock,
    importModel: () => Promise.reject(new Error('no model is imported here')),
  }),
  software: 'IrisVue Studio bench',
  host: 'browser',
  product: 'IrisVue Studio',
  version: '0.0.0',
  modelsDirectory: folder,
  samplesDirectory: folder,
  openPhones: (studio) => {
    companion = new Companion(studio, {
      pageDirectory,
      network: {
        addresses: [
          { interfaceName: 'lo', address: loopback, kind: 'wired', defaultRoute: true, isPrivate: true },
        ],
        subscribe: () => () => {},
        start: async () => {},
        stop: () => {},
      },
      doctor: { examine: async () => ({ findings: [], reachable: [], alternatives: [] }) },
      keeper: plainSecrets,
      meetingsPerMinute: 10_000,
    });
    return companion;
  },
});

const studioKey = toBase64Url(studioKeyPair(library.database, plainSecrets).publicKey);
const credentials: Credential[] = [];
const { added } = await host.importFiles([{ path: photo }]);
for (let index = 0; index < Number(count); index += 1) {
  const { privateKey, publicKey } = newKeyPair();
  const device = companion.devices.add({ name: `Phone ${index + 1}`, platform: 'android', publicKey });
  if (index === 0) companion.captureStore.add(added[0]!, device.deviceId);
  credentials.push({ deviceId: device.keyId, privateKey: toBase64Url(privateKey), studioKey });
}
await companion.start();

const plain = createServer(async (request, response) => {
  if (request.method === 'POST') await pipeline(request, createWriteStream(join(folder, 'posted')));
  response.setHeader('Content-Type', 'text/html');
  response.end('<!doctype html><title>plain</title>');
}).listen(0, loopback);
await once(plain, 'listening');
process.send?.({
  origin: companion.listening.origin ?? '',
  plainOrigin: `http://${loopback}:${(plain.address() as AddressInfo).port}`,
  credentials,
} satisfies StudioOfBench);

process.on('message', async (wish) => {
  if (wish === 'cut') {
    await companion.listening.listenOn(null);
    await companion.listening.listenOn(loopback);
  }
  if (wish === 'cpu') {
    const { user, system } = process.cpuUsage();
    process.send?.({ milliseconds: (user + system) / 1000 });
  }
});
