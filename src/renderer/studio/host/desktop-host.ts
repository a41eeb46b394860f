/** The window on a desktop: real files in by their paths, dialogs of the system, and main at the end of a channel. */
import { browserHost } from '../../../contracts/browser-host.ts';
import {
  bridgeAnswer,
  type DesktopApi,
  desktopSignalSchema,
  saveOutcomeSchema,
} from '../../../contracts/desktop.ts';
import type { DesktopBridge } from '../../../contracts/desktop-bridge.ts';
import { StudioFailure } from '../../../contracts/failure.ts';
import {
  type ImportReport,
  importReportSchema,
  type ModelCard,
  modelCardSchema,
  type StudioApi,
  studioEventSchema,
} from '../../../contracts/studio-api.ts';
import { fromWireFailure } from '../../../contracts/wire-failure.ts';
import { guardedClient } from '../../../transport/guarded-client.ts';
import { copyPicture } from './copy-picture.ts';
import type { HostPort, ImportProgress } from './host-port.ts';
import { openPortChannel } from './port-channel.ts';
import { nothing, studioAnswers } from './studio-answers.ts';
import { uploadPhotos } from './upload-photos.ts';

/** Between two tellings of an import's progress. */
const filesAtOnce = 8;

export function connectToDesktopHost(bridge: DesktopBridge<File>): HostPort {
  const channel = openPortChannel(bridge);
  const desktop = guardedClient<StudioApi & DesktopApi>(
    {
      ...studioAnswers,
      chooseFiles: importReportSchema.nullable(),
      savePictures: saveOutcomeSchema,
      sharePicture: nothing,
      showInFolder: nothing,
    },
    channel,
  );
  return {
    kind: 'desktop',
    studio: desktop,
    onEvent: (listener) =>
      channel.onMessage((message) => {
        const event = studioEventSchema.safeParse(message);
        if (event.success) listener(event.data);
      }),
    onConnection: (listener) => channel.onConnection(listener),
    mediaUrl: (path) => browserHost.media(path),
    importFiles: (files, onProgress) => importFiles(bridge, files, onProgress),
    chooseFiles: () => desktop.chooseFiles(),
    save: (wishes) => desktop.savePictures([...wishes]),
    addModel: async (file, licence, description) =>
      modelCard(await bridge.addModel(file, licence, description)),
    copy: copyPicture,
    // Elsewhere the desktop has no sheet to share with: showing the file is the platform's way.
    share: bridge.platform === 'darwin' ? ({ resultId }) => desktop.sharePicture(resultId) : null,
    showInFolder: (resultId) => desktop.showInFolder(resultId),
    onSignal: (listener) =>
      channel.onMessage((message) => {
        const parsed = desktopSignalSchema.safeParse(message);
        if (parsed.success) listener(parsed.data.signal);
      }),
    notifiesItself: false,
  };
}

async function importFiles(
  bridge: DesktopBridge<File>,
  files: readonly File[],
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportReport> {
  const whole: ImportReport = { added: [], duplicates: [], failed: [] };
  const total = files.length;
  for (let start = 0; start < total; start += filesAtOnce) {
    const some = files.slice(start, start + filesAtOnce);
    const { answer, withoutPath } = await bridge.importFiles(some);
    add(whole, importReportSchema.parse(plainValue(answer)));
    const pasted = some.filter((_file, index) => withoutPath.includes(index));
    if (pasted.length > 0) add(whole, await uploadPhotos(pasted, () => {}));
    onProgress({ done: Math.min(total, start + filesAtOnce), total });
  }
  return whole;
}

function modelCard(answer: unknown): ModelCard {
  if (answer === null) throw new StudioFailure('modelFileMissing');
  return modelCardSchema.parse(plainValue(answer));
}

function add(whole: ImportReport, part: ImportReport): void {
  whole.added.push(...part.added);
  whole.duplicates.push(...part.duplicates);
  whole.failed.push(...part.failed);
}

function plainValue(answer: unknown): unknown {
  const parsed = bridgeAnswer.parse(answer);
  if ('failure' in parsed) throw fromWireFailure(parsed.failure);
  return parsed.value;
}
