import { type FailureCode, StudioFailure } from '../../../contracts/failure.ts';
import type { Connection, HostPort } from '../host/host-port.ts';
import { drawnEyes, indexOf } from './fake-library.ts';
import type { FakeStudio } from './fake-studio.ts';

const drawingOf = (index: number) => (index * 7) % drawnEyes;

/** Pictures come from the drawings beside the page; a result's id begins with its photo's number. */
function mediaUrl(path: string): string {
  const [kind = '', id = ''] = path.split('/');
  const index = id.length === 64 ? indexOf(id) : Number.parseInt(id.split('-')[0] ?? '1', 16) - 1;
  const extension = kind.endsWith('thumbnail') ? 'webp' : kind.endsWith('mask') ? 'png' : 'jpg';
  return `${kind}-${drawingOf(index)}.${extension}`;
}

export interface FakeHostOptions {
  /** What saving fails with. */
  saveFailsWith: FailureCode | null;
  /** What is imported stays on its way. */
  importNeverEnds: boolean;
}

/** `connection` is what the network does. */
export type FakeHost = HostPort & { connection(next: Connection): void };

export function fakeHost(studio: FakeStudio, options: FakeHostOptions): FakeHost {
  const listeners = new Set<(connection: Connection) => void>();
  return {
    connection(next) {
      for (const listener of listeners) listener(next);
    },
    kind: 'browser',
    studio,
    onEvent: (listener) => studio.subscribe(listener),
    onConnection(listener) {
      listeners.add(listener);
      listener('connected');
      return () => listeners.delete(listener);
    },
    mediaUrl,
    async importFiles(files, onProgress) {
      if (options.importNeverEnds) {
        onProgress({ done: Math.floor(files.length / 3), total: files.length });
        await new Promise(() => {});
      }
      const report = studio.addPhotos(files.map(({ name }) => name));
      onProgress({ done: files.length, total: files.length });
      return report;
    },
    chooseFiles: null,
    async save(wishes) {
      if (options.saveFailsWith !== null) throw new StudioFailure(options.saveFailsWith);
      return { kind: 'saved', count: wishes.length, folder: '~/Pictures/Irises' };
    },
    copy: async () => {},
    share: async () => {},
    addModel: async ({ name, size }) => ({
      id: name.replace(/\.[^.]+$/, '').toLowerCase(),
      role: 'enhance',
      licence: 'unknown',
      version: '1',
      bytes: Math.max(1, size),
      own: true,
    }),
    showInFolder: async () => {},
    onSignal: () => () => {},
    notifiesItself: true,
  };
}
