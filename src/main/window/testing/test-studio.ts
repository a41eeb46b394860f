/** A whole studio over a data folder that goes away, with workers whose every step a test decides. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioFailure } from '../../../contracts/failure.ts';
import type { StudioEvent } from '../../../contracts/studio-api.ts';
import { nodeFileStore } from '../../library/file-store.ts';
import { temporaryFolder } from '../../library/fixtures.ts';
import { silentLog } from '../../library/log.ts';
import { openLibrary } from '../../library/open-library.ts';
import type { ImportModel } from '../../models/import-in-child.ts';
import { OwnModelStore } from '../../models/own-model-store.ts';
import { ManualTime } from '../../queue/manual-time.ts';
import { createSqliteQueue } from '../../queue/sqlite-queue.ts';
import type { MediaWorker } from '../../workers/media-supervisor.ts';
import { type PhonesRoom, StudioHost } from '../studio-host.ts';
import { FakeMedia } from './fake-media.ts';
import { FakeWorker } from './fake-worker.ts';

/** A file that begins with "tiny" is a model. */
const importTinyWeights: ImportModel = async ({ path, target }) => {
  const contents = await readFile(path, 'utf8');
  if (!contents.startsWith('tiny')) throw new StudioFailure('modelUnsupported');
  await writeFile(target, contents);
  const sha256 = createHash('sha256').update(contents).digest('hex');
  return {
    role: 'enhance',
    architecture: 'tiny',
    parameters: 1,
    sha256,
    bytes: contents.length,
    scale: 2,
    halo: 1,
    fade: 0,
    tileSizes: [64],
    input: { name: 'in', strength: null },
    output: { name: 'out' },
    knownAnswer: {},
    sourceSha256: sha256,
  };
};

export interface TestStudioOptions {
  /** A data folder of an earlier studio; it stays when this one is closed. */
  readonly folder?: string;
  readonly time?: ManualTime;
  readonly openPhones?: (host: StudioHost) => PhonesRoom;
  /** A real one, for files that only a real one knows how to refuse. */
  readonly mediaWorker?: MediaWorker;
}

export async function openTestStudio(options: TestStudioOptions = {}) {
  const folder = options.folder ? { path: options.folder, remove: async () => {} } : await temporaryFolder();
  const time = options.time ?? new ManualTime();
  const samplesDirectory = join(folder.path, 'samples');
  await mkdir(samplesDirectory, { recursive: true });
  await writeFile(join(samplesDirectory, 'sample.jpg'), 'eye of a sample');
  await writeFile(join(samplesDirectory, 'README.md'), 'no photo');
  await writeFile(
    join(folder.path, 'manifest.json'),
    JSON.stringify({
      models: [{ id: 'm', role: 'find', licence: 'MIT', version: '1', bytes: 5, sha256: 'x' }],
    }),
  );
  const library = await openLibrary({ directory: join(folder.path, 'data'), clock: time });
  const queue = createSqliteQueue(library.database, { clock: time, timers: time, random: () => 0 });
  const worker = new FakeWorker();
  const media = new FakeMedia();
  const host = new StudioHost({
    library,
    queue,
    worker,
    media: options.mediaWorker ?? media,
    clock: time,
    timers: time,
    log: silentLog,
    models: [{ id: 'm', sha256: 'a'.repeat(64) }],
    ownModels: new OwnModelStore({
      directory: join(folder.path, 'data/models'),
      files: nodeFileStore,
      clock: time,
      importModel: importTinyWeights,
    }),
    software: 'IrisVue Studio test',
    host: 'browser',
    product: 'IrisVue Studio',
    version: '0.0.0',
    modelsDirectory: folder.path,
    samplesDirectory,
    ...(options.openPhones && { openPhones: options.openPhones }),
  });
  const events: StudioEvent[] = [];
  const waiting: { readonly matches: (event: StudioEvent['event']) => boolean; readonly go: () => void }[] =
    [];
  host.gallery.feed.subscribe((event) => {
    events.push(event);
    for (const one of waiting.splice(0)) one.matches(event.event) ? one.go() : waiting.push(one);
  });

  /**
   * Moves time on until it has happened: what tells it gathers changes for a while, and on a busy machine that while
   * may begin later than a single step.
   */
  async function moveTimeUntil<Told>(happened: Promise<Told>): Promise<Told> {
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    happened.then(over, over);
    const patience = performance.now() + 30_000;
    while (!isOver && performance.now() < patience) await time.advance(50);
    if (!isOver) throw new Error('it never happened, however far time moved');
    return happened;
  }

  return {
    folder: folder.path,
    time,
    library,
    queue,
    worker,
    media,
    host,
    api: host.api,
    events,
    /** Resolves with the next event that matches. */
    told: (matches: (event: StudioEvent['event']) => boolean) =>
      new Promise<void>((go) => waiting.push({ matches, go })),
    moveTimeUntil,
    /** Writes a file and imports it. */
    async importPhoto(contents: string, name = `${contents}.jpg`): Promise<string> {
      const path = join(folder.path, 'upload');
      await writeFile(path, contents);
      await time.advance(1);
      const report = await host.importFiles([{ path, name }]);
      return (report.added[0] ?? report.duplicates[0])!;
    },
    async close() {
      await host.close();
      await folder.remove();
    },
  };
}
export type TestStudio = Awaited<ReturnType<typeof openTestStudio>>;
