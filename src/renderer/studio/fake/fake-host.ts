import type { HostPort } from '../host/host-port.ts';
import { drawnEyes, indexOf } from './fake-library.ts';
import type { FakeStudio } from './fake-studio.ts';

const drawingOf = (index: number) => (index * 7) % drawnEyes;

/** Pictures come from the drawings beside the page; a result's id begins with its photo's number. */
function mediaUrl(path: string): string {
  const [kind = '', id = ''] = path.split('/');
  const index = id.length === 64 ? indexOf(id) : Number.parseInt(id.split('-')[0] ?? '1', 16) - 1;
  const extension = kind.endsWith('thumbnail') ? 'webp' : 'jpg';
  return `${kind}-${drawingOf(index)}.${extension}`;
}

export function fakeHost(studio: FakeStudio): HostPort {
  return {
    kind: 'browser',
    studio,
    onEvent: (listener) => studio.subscribe(listener),
    onConnection(listener) {
      listener('connected');
      return () => {};
    },
    mediaUrl,
    async importFiles(files, onProgress) {
      const report = studio.addPhotos(files.map(({ name }) => name));
      onProgress({ done: files.length, total: files.length });
      return report;
    },
    chooseFiles: null,
    save: async (wishes) => ({ kind: 'saved', count: wishes.length, folder: '~/Pictures/Irises' }),
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
