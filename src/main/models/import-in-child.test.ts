/** The importer's real entry point, started as the product starts it. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeFileStore } from '../library/file-store.ts';
import { forkedProcesses } from '../workers/forked-process.ts';
import type { SpawnPort } from '../workers/spawn-port.ts';
import { workerEnvironment } from '../workers/worker-environment.ts';
import { importerInChild } from './import-in-child.ts';
import { OwnModelStore } from './own-model-store.ts';

const entry = fileURLToPath(new URL('../../worker/models/import/entry.ts', import.meta.url));

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'importer-'));
});
afterEach(() => rm(directory, { recursive: true }));

test('a hostile file is refused by a process that is gone afterwards', async () => {
  let exited: Promise<unknown> | null = null;
  const spawnPort: SpawnPort = {
    spawn(path, options) {
      const child = forkedProcesses.spawn(path, options);
      exited = child.exited;
      return child;
    },
  };
  const importModel = importerInChild({
    spawnPort,
    entry,
    samples: directory,
    environment: workerEnvironment(process.env),
  });
  const store = new OwnModelStore({
    directory: join(directory, 'models'),
    files: nodeFileStore,
    clock: { now: () => 0 },
    importModel,
  });
  const path = join(directory, 'model.pth');
  // A legacy file whose first pickle after the magic number calls os.system.
  const call = Buffer.from('\x80\x02cos\nsystem\n(X\x04\x00\x00\x00truetR.', 'latin1');
  const magic = Buffer.from('80028a0a6cfc9c46f9206aa850192e', 'hex');
  await writeFile(path, Buffer.concat([magic, call, Buffer.alloc(64)]));
  await expect(store.add({ path, licence: null })).rejects.toMatchObject({ code: 'modelUntrusted' });
  expect(exited).not.toBeNull();
  await exited;
  expect(await nodeFileStore.list(join(directory, 'models'))).toEqual([]);
  expect((await readFile(path)).byteLength).toBeGreaterThan(64);
});

test('a file that takes its reader down is called unreadable', async () => {
  const importModel = importerInChild({
    spawnPort: {
      spawn: () => ({
        pid: 1,
        port: { post: () => {}, onMessage: () => () => {} },
        stdout: null,
        stderr: null,
        exited: Promise.resolve({ code: null, signal: 'SIGSEGV' }),
        disconnect: () => {},
        kill: () => {},
      }),
    },
    entry,
    samples: '',
    environment: {},
  });
  const request = { path: 'a', blend: null, description: null, target: 'b', threads: 1 };
  await expect(importModel(request)).rejects.toMatchObject({ code: 'modelUnreadable' });
});
