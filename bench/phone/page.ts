/** The phone's side of the bench: the product's own transport, in a browser, without a face. */
import { companionLimits } from '../../src/contracts/companion/limits.ts';
import type { PhoneApi } from '../../src/contracts/companion/phone-api.ts';
import { openCarrier } from '../../src/transport/sealed/open-carrier.ts';
import { PhoneLink } from '../../src/transport/sealed/phone-link.ts';
import type { PhonesOfPage } from './agreed.ts';

const links: PhoneLink[] = [];
let onProgress: (moment: number) => void = () => {};
let onLost: () => void = () => {};

/** Random in its beginning only: enough to be another photo. */
function photo(byteLength: number): Uint8Array {
  const bytes = new Uint8Array(byteLength);
  crypto.getRandomValues(bytes.subarray(0, 60_000));
  return bytes;
}

const localId = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

async function begin(api: PhoneApi, id: string, byteLength: number) {
  const begun = await api.call('beginUpload', { localId: id, name: 'IMG.jpg', byteLength, sha256: null });
  if (begun.state !== 'send') throw new Error('it is here already');
  return begun;
}

/** As many chunks on their way as may be. */
async function sendAll(
  api: PhoneApi,
  uploadId: string,
  bytes: Uint8Array,
  onChunk = () => {},
): Promise<void> {
  const chunks: Promise<unknown>[] = [];
  for (let offset = 0; offset < bytes.length; offset += companionLimits.chunkBytes) {
    const piece = bytes.subarray(offset, offset + companionLimits.chunkBytes);
    chunks.push(api.sendChunk({ uploadId, offset }, piece).then(onChunk));
  }
  await Promise.all(chunks);
}

const phones: PhonesOfPage = {
  async connect(credentials) {
    for (const link of links.splice(0)) link.stop();
    await Promise.all(
      credentials.map(
        (credential) =>
          new Promise<void>((resolve) => {
            links.push(
              new PhoneLink({
                credential,
                openCarrier: () => openCarrier(location.origin),
                lastNotice: () => null,
                notices: () => 'page',
                onStanding: (standing) => {
                  if (standing === 'connected') resolve();
                  if (standing === 'away') onLost();
                },
                onHello: () => {},
                onEvent: (event) => {
                  if (event.type === 'progress') onProgress(event.progress.remainingMs ?? 0);
                },
              }),
            );
          }),
      ),
    );
  },

  async upload(byteLength, count) {
    const sending = await Promise.all(
      links.slice(0, count).map(async ({ api }) => {
        const { uploadId } = await begin(api, localId(), byteLength);
        return { api, uploadId, bytes: photo(byteLength) };
      }),
    );
    const started = performance.now();
    const took = await Promise.all(
      sending.map(async ({ api, uploadId, bytes }) => {
        await sendAll(api, uploadId, bytes);
        return performance.now() - started;
      }),
    );
    for (const { api, uploadId } of sending) await api.call('abandonUpload', { uploadId });
    return took;
  },

  async progress() {
    const { api } = links[0]!;
    const { captures } = await api.call('captures', { before: null, limit: 1 });
    const took: number[] = [];
    await new Promise<void>((resolve, reject) => {
      onProgress = (moment) => {
        took.push(Date.now() - moment);
        if (took.length >= 50) resolve();
      };
      api.call('process', { captureIds: captures.map(({ id }) => id), again: true }).catch(reject);
    });
    return took;
  },

  async resume(byteLength) {
    const { api } = links[0]!;
    const bytes = photo(byteLength);
    const id = localId();
    const first = await begin(api, id, byteLength);
    await api.sendChunk(
      { uploadId: first.uploadId, offset: 0 },
      bytes.subarray(0, companionLimits.chunkBytes),
    );
    const lost = await new Promise<number>((resolve) => {
      onLost = () => resolve(performance.now());
    });
    for (;;) {
      try {
        const { uploadId, offset } = await begin(api, id, byteLength);
        await api.sendChunk(
          { uploadId, offset },
          bytes.subarray(offset, offset + companionLimits.chunkBytes),
        );
        await api.call('abandonUpload', { uploadId });
        return performance.now() - lost;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  },
};

(window as unknown as { phones: PhonesOfPage }).phones = phones;
