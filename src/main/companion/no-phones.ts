import { StudioFailure } from '../../contracts/failure.ts';
import type { PhonesApi, PhonesView } from '../../contracts/phones.ts';

/** A studio that phones cannot reach: the command line's, and a window's under test. */
export const noPhones: PhonesApi = {
  phones: async () => nobody,
  arriving: async () => [],
  openPairing: async () => ({
    ...nobody,
    pairing: { state: 'ended', reason: 'noNetwork', deviceId: null },
  }),
  closePairing: async () => {},
  answerPairing: async () => {},
  renameDevice: async () => {},
  revokeDevice: async () => {},
  chooseInterface: async () => nobody,
  sendPicture: async () => {
    throw new StudioFailure('phoneUnknown');
  },
  examineConnection: async () => ({ findings: [{ code: 'noNetwork' }], reachable: [], alternatives: [] }),
};

const nobody: PhonesView = {
  listening: null,
  problem: null,
  networks: [],
  chosen: null,
  chosenByUser: false,
  pairing: null,
  devices: [],
};
