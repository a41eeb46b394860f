/** What a phone's calls do. Arguments were parsed, and the phone has proven which one it is. */
import type { DeviceId } from '../../contracts/companion/device.ts';
import { companionLimits } from '../../contracts/companion/limits.ts';
import type { PhoneAnswer, PhoneArgument, PhoneMethod } from '../../contracts/companion/phone-api.ts';
import { StudioFailure } from '../../contracts/failure.ts';
import type { PhotoId } from '../../contracts/photo.ts';
import { readStudioSettings } from '../window/studio-settings.ts';
import type { ReadPiece } from './captures/picture-pieces.ts';
import type { Companion } from './companion.ts';
import type { Answer, PhoneCall } from './server/device-connection.ts';

/** Everything about the one connection that a call may need. */
export interface Caller {
  readonly deviceId: DeviceId;
  readonly address: string;
  /** It has said hello: what it missed can be told. */
  readonly greeted: (after: number | null) => void;
}

type Methods = {
  readonly [Method in PhoneMethod]: (
    argument: PhoneArgument<Method>,
    caller: Caller,
    bytes: Uint8Array,
  ) => Promise<Method extends 'readPicture' ? Answer : PhoneAnswer<Method>>;
};

export function servePhone(companion: Companion): (call: PhoneCall, caller: Caller) => Promise<Answer> {
  const methods = createMethods(companion);
  return async ({ method, argument, bytes }, caller) => {
    const run = methods[method] as (argument: unknown, caller: Caller, bytes: Uint8Array) => Promise<unknown>;
    const value = await run(argument, caller, bytes);
    return method === 'readPicture' ? (value as Answer) : { value };
  };
}

function createMethods(companion: Companion): Methods {
  const { host, devices, captures, captureStore, notices, uploads, pictures, push } = companion;
  const { sentPictures } = companion;
  const { studio, parts } = host;
  const recipe = () => readStudioSettings(parts.library.database).recipe;

  function owned(deviceId: DeviceId, photoIds: readonly PhotoId[]): PhotoId[] {
    return photoIds.filter((photoId) => captureStore.get(photoId, deviceId) !== null);
  }

  /** Nothing else is read for a phone: this is where it is looked at whose a picture is. */
  function readAllowed(deviceId: DeviceId, wish: PhoneArgument<'readPicture'>): Promise<ReadPiece> {
    if ('captureId' in wish) {
      if (captureStore.get(wish.captureId, deviceId))
        return pictures.readOfCapture(wish.captureId, wish.kind, wish.offset);
    } else if (sentPictures.isFor(deviceId, wish.pictureId)) {
      return pictures.readSent(wish.pictureId, wish.kind, wish.offset);
    }
    throw new StudioFailure('fileMissing');
  }

  async function process(photoIds: readonly PhotoId[], again: boolean): Promise<{ accepted: number }> {
    const wishes = photoIds.map((photoId) => ({ photoId, recipe: recipe(), again }));
    return { accepted: await studio.processAll(wishes, wishes.length === 1 ? 'interactive' : 'batch') };
  }

  return {
    async hello({ after, notices: rung }, { deviceId, greeted }) {
      devices.setNotices(deviceId, rung);
      push?.rung(deviceId, rung);
      const device = companion.device(deviceId);
      if (!device) throw new StudioFailure('phoneUnknown');
      const oldest = notices.oldest(deviceId);
      const sequence = notices.newest();
      greeted(after);
      return {
        product: parts.product,
        version: parts.version,
        studio: companion.studioName,
        device,
        sequence,
        // Numbers are shared by all phones, so that a gap before the oldest one need not be a loss.
        missed: after !== null && oldest !== null && after < oldest - 1,
        now: parts.clock.now(),
      };
    },

    ping: async () => ({}),

    async captures({ before, limit }, { deviceId }) {
      const page = await captures.page(deviceId, before, limit);
      companion.news.remember(
        deviceId,
        page.captures.map(({ id }) => id),
      );
      return page;
    },

    process: ({ captureIds, again }, { deviceId }) => process(owned(deviceId, captureIds), again),
    processAll: (_, { deviceId }) => process(captureStore.newOnes(deviceId), false),

    async cancel({ captureIds }, { deviceId }) {
      await host.api.cancel(owned(deviceId, captureIds));
      return {};
    },

    async readPicture(wish, { deviceId }) {
      const { piece, bytes } = await readAllowed(deviceId, wish);
      return { value: piece, bytes };
    },

    studioPictures: ({ before, limit }, { deviceId }) => sentPictures.page(deviceId, before, limit),

    async removeStudioPictures({ pictureIds }, { deviceId }) {
      sentPictures.remove(deviceId, pictureIds);
      return {};
    },

    async beginUpload({ sha256, ...announced }, { deviceId }) {
      if (announced.byteLength > companionLimits.fileBytes) throw new StudioFailure('uploadTooLarge');
      const known =
        sha256 !== null && (await companion.incoming.takeKnown(deviceId, sha256, announced.byteLength));
      if (known) {
        await uploads.drop(deviceId, announced.localId);
        return { state: 'here', capture: known };
      }
      const { uploadId, offset } = await uploads.begin(deviceId, announced);
      return { state: 'send', uploadId, offset, chunkBytes: companionLimits.chunkBytes };
    },

    async sendChunk({ uploadId, offset }, { deviceId }, bytes) {
      return { offset: await uploads.append(deviceId, uploadId, offset, bytes) };
    },

    async finishUpload({ uploadId, sha256 }, { deviceId }) {
      const { photoId, duplicate } = await uploads.finish(deviceId, uploadId, sha256);
      const [capture] = await captures.some(deviceId, [photoId]);
      if (!capture) throw new StudioFailure('fileMissing');
      return { capture, duplicate };
    },

    async abandonUpload({ uploadId }, { deviceId }) {
      await uploads.abandon(deviceId, uploadId);
      return {};
    },

    async rename({ name }, { deviceId }) {
      companion.renameDevice(deviceId, name);
      return { name };
    },

    async unpair(_, { deviceId }) {
      // Its own answer goes out first.
      setImmediate(() => {
        companion
          .removeDevice(deviceId)
          .catch((error) => parts.log.error({ error }, 'a phone that left could not be removed whole'));
      });
      return {};
    },

    tellingOffer: async (_, { deviceId, address }) => companion.tellingOffer(deviceId, address),

    async subscribePush(subscription, { deviceId }) {
      if (!push) throw new StudioFailure('pushUnavailable');
      push.subscribe(deviceId, subscription);
      return {};
    },

    async unsubscribePush(_, { deviceId }) {
      push?.unsubscribe(deviceId);
      return {};
    },

    async testTelling({ by }, { deviceId }) {
      if (by === 'connection') companion.testConnection(deviceId);
      else if (push) await push.test(deviceId);
      else throw new StudioFailure('pushUnavailable');
      return {};
    },

    carryOver: async (_, { deviceId }) => companion.entrance.carryOver(deviceId),
  };
}
