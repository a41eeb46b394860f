/** The worker's real entry point with the models that ship, started as the product starts it. */
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { defaultProviders } from './default-providers.ts';
import { forkedProcesses } from './forked-process.ts';
import { workerEnvironment } from './worker-environment.ts';
import { createWorkerSupervisor } from './worker-supervisor.ts';

const path = (relative: string) => fileURLToPath(new URL(`../../../${relative}`, import.meta.url));

test('it starts on some provider, and a photo that is not there is the photo’s failure', async () => {
  const supervisor = createWorkerSupervisor({
    spawnPort: forkedProcesses,
    entry: path('src/worker/gpu/entry.ts'),
    environment: workerEnvironment(process.env),
    start: { modelsDirectory: path('models'), providers: defaultProviders(process.platform), threads: null },
    log: () => {},
  });
  try {
    const readiness = await supervisor.ready();
    expect(readiness.verdicts.find(({ outcome }) => outcome === 'chosen')?.provider).toBe(readiness.provider);
    expect(readiness.models.map(({ role }) => role).sort()).toEqual(['enhance', 'enhance', 'find']);

    const report = await supervisor.process({
      jobId: 'job',
      photoPath: path('no-such-photo.jpg'),
      recipe: {
        reflections: true,
        enhance: true,
        strength: 1,
        sharpness: 'natural',
        model: null,
        finder: null,
        background: 'black',
        size: null,
        format: 'png',
        outline: null,
      },
      targets: { picture: path('a.part'), visibleMask: path('b.part'), filledMask: path('c.part') },
      scratchDirectory: path('no-such-folder'),
      software: 'test',
      rates: null,
    });
    expect(report).toMatchObject({ status: 'failed', failure: { code: 'fileMissing' }, inferenceMs: 0 });

    const [sample = ''] = (await readdir(path('samples'))).filter((name) => name.endsWith('.jpg'));
    const scratchDirectory = tmpdir();
    const judged = await supervisor.judge({ photoPath: path(`samples/${sample}`), scratchDirectory });
    expect(judged).toMatchObject({ failure: null, findings: { eyes: 1, quality: { decision: 'accept' } } });
    const missing = await supervisor.judge({ photoPath: path('no-such-photo.jpg'), scratchDirectory });
    expect(missing).toMatchObject({ failure: 'fileMissing', findings: { quality: null } });
  } finally {
    await supervisor.close();
  }
});
