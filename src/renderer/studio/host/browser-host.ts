/** The window in a browser tab: uploads in, downloads out, everything relative to the page's own address. */
import { addedModelSchema, browserHost } from '../../../contracts/browser-host.ts';
import { StudioFailure } from '../../../contracts/failure.ts';
import { type ModelCard, type StudioApi, studioEventSchema } from '../../../contracts/studio-api.ts';
import { guardedClient } from '../../../transport/guarded-client.ts';
import { copyPicture, pictureBlob } from './copy-picture.ts';
import type { HostPort, SaveWish } from './host-port.ts';
import { openSocketChannel } from './socket-channel.ts';
import { studioAnswers } from './studio-answers.ts';
import { uploadPhotos } from './upload-photos.ts';

export function connectToBrowserHost(): HostPort {
  const address = new URL(browserHost.socket, document.baseURI);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  address.hash = '';
  const channel = openSocketChannel(address.href, hasMoved);
  return {
    kind: 'browser',
    studio: guardedClient<StudioApi>(studioAnswers, channel),
    onEvent: (listener) =>
      channel.onMessage((message) => {
        const event = studioEventSchema.safeParse(message);
        if (event.success) listener(event.data);
      }),
    onConnection: (listener) => channel.onConnection(listener),
    mediaUrl: (path) => browserHost.media(path),
    importFiles: uploadPhotos,
    chooseFiles: null,
    async save(wishes) {
      for (const { resultId, name, format, size } of wishes)
        download(browserHost.download(resultId, format, size), name);
      return { kind: 'downloaded', count: wishes.length };
    },
    addModel: uploadModel,
    copy: copyPicture,
    share: mayShareFiles() ? sharePicture : null,
    showInFolder: null,
    onSignal: () => () => {},
    notifiesItself: true,
  };
}

function download(address: string, name: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}

/** Something answers at this address, but knows nothing of this page's link: a studio that was started again. */
async function hasMoved(): Promise<boolean> {
  const answer = await fetch(document.baseURI, { method: 'HEAD', cache: 'no-store' }).catch(() => null);
  return answer?.status === 404;
}

async function uploadModel(
  file: File,
  licence: string | null,
  description: string | null,
): Promise<ModelCard> {
  const described = description === null ? null : encodeURIComponent(withoutSpaces(description));
  if (described !== null && described.length > browserHost.longestDescriptionHeader)
    throw new StudioFailure('modelDescriptionWrong', { reason: 'it is too long' });
  const response = await fetch(browserHost.models, {
    method: 'POST',
    headers: {
      [browserHost.nameHeader]: encodeURIComponent(file.name),
      ...(licence === null ? {} : { [browserHost.licenceHeader]: encodeURIComponent(licence) }),
      ...(described === null ? {} : { [browserHost.descriptionHeader]: described }),
      'Content-Type': 'application/octet-stream',
    },
    body: file,
  });
  const answer = addedModelSchema.parse(await response.json());
  if ('failure' in answer) throw new StudioFailure(answer.failure, { reason: answer.reason });
  return answer.model;
}

/** The same JSON, shorter; whatever is none is complained about by who reads it. */
function withoutSpaces(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json));
  } catch {
    return json;
  }
}

function mayShareFiles(): boolean {
  if (typeof navigator.canShare !== 'function') return false;
  return navigator.canShare({ files: [new File([], 'iris.png', { type: 'image/png' })] });
}

async function sharePicture({ resultId, name }: SaveWish): Promise<void> {
  const blob = await pictureBlob(resultId);
  await navigator.share({ files: [new File([blob], name, { type: blob.type })] }).catch((error: unknown) => {
    if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
  });
}
