/** What windows may ask about phones, over one companion. Arguments were parsed before they get here. */
import type { PhonesApi, PhonesView } from '../../contracts/phones.ts';
import type { Companion } from './companion.ts';
import type { PairingDesk } from './pairing/pairing-desk.ts';
import type { ConnectionDoctor } from './ports.ts';
import type { WhenToListen } from './server/when-to-listen.ts';

export interface PhonesApiParts {
  readonly companion: Companion;
  readonly desk: PairingDesk;
  readonly whenToListen: WhenToListen;
  readonly doctor: ConnectionDoctor;
}

export function phonesView({ companion, desk, whenToListen }: Omit<PhonesApiParts, 'doctor'>): PhonesView {
  const { listening } = companion;
  return {
    listening: listening.origin,
    problem: listening.problem,
    networks: [...whenToListen.networks],
    chosen: whenToListen.chosen()?.interfaceName ?? null,
    chosenByUser: whenToListen.isChosenByUser,
    pairing: desk.state(),
    devices: companion.listDevices(),
  };
}

export function createPhonesApi(parts: PhonesApiParts): PhonesApi {
  const { companion, desk, whenToListen, doctor } = parts;
  const { listening, uploads } = companion;
  const view = () => phonesView(parts);
  return {
    phones: async () => view(),
    arriving: async () => uploads.arriving(),

    async openPairing() {
      desk.open();
      await whenToListen.follow();
      if (listening.origin === null) desk.close('noNetwork');
      return view();
    },

    closePairing: async () => desk.close(),
    answerPairing: async (answer) => desk.answer(answer),
    renameDevice: async ({ deviceId, name }) => companion.renameDevice(deviceId, name),
    revokeDevice: (deviceId) => companion.removeDevice(deviceId),

    async chooseInterface(interfaceName) {
      await whenToListen.choose(interfaceName);
      return view();
    },

    sendPicture: ({ resultId, deviceId }) => companion.sentPictures.send(resultId, deviceId),

    examineConnection: () =>
      doctor.examine({
        address: listening.address,
        port: listening.port,
        refusal: listening.refusal,
        pageSeen: desk.pageSeen,
        pairingOpenedAt: desk.openedAt,
      }),
  };
}
