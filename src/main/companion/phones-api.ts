/** What windows may ask about phones, over one companion. Arguments were parsed before they get here. */
import type { PhonesApi, PhonesView } from '../../contracts/phones.ts';
import type { Companion } from './companion.ts';
import type { ConnectionDoctor } from './ports.ts';

export function phonesView(companion: Companion): PhonesView {
  const { listening, whenToListen, desk } = companion.entrance;
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

export function createPhonesApi(companion: Companion, doctor: ConnectionDoctor): PhonesApi {
  const { uploads } = companion;
  const { listening, whenToListen, desk } = companion.entrance;
  const view = () => phonesView(companion);
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
