/** Lets one phone in: the code, who is asking, and how it went. Opening it opens a pairing, closing it ends it. */
import { useCallback, useEffect, useState } from 'react';
import type { PairingState, PhonesView } from '../../../contracts/phones.ts';
import { Sheet } from '../../ui/Sheet.tsx';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import { AskingPhone } from './AskingPhone.tsx';
import styles from './PairingDialog.module.css';
import { PairingEnd } from './PairingEnd.tsx';
import { SeenPhone } from './SeenPhone.tsx';
import { WaitingForPhone } from './WaitingForPhone.tsx';

export function PairingDialog() {
  const studio = useStudio();
  const phones = useStudioState((state) => state.phones);
  /** Until the answer is here, what is known belongs to the pairing before. */
  const [opened, setOpened] = useState(false);
  const close = useCallback(() => studio.store.setState({ pairingOpen: false }), [studio]);
  const begin = useCallback(async () => {
    setOpened(false);
    const view = await studio.attempt(() => studio.host.studio.openPairing());
    if (view === undefined) return close();
    studio.store.setState({ phones: view });
    setOpened(true);
  }, [studio, close]);
  useEffect(() => {
    void begin();
    return () => void studio.attempt(() => studio.host.studio.closePairing());
  }, [begin, studio]);

  const pairing = opened ? (phones?.pairing ?? null) : null;
  return (
    <Sheet
      title={titleOf(pairing, phones)}
      wide={pairing === null || pairing.state === 'open'}
      onClose={close}
    >
      <p className="visually-hidden" role="status" aria-live="polite">
        {announcementOf(pairing)}
      </p>
      {pairing === null || phones === null ? (
        <div className={styles.preparing} aria-busy="true" />
      ) : pairing.state === 'open' ? (
        <WaitingForPhone pairing={pairing} phones={phones} onClose={close} />
      ) : pairing.state === 'seen' ? (
        <SeenPhone from={pairing.from} onClose={close} />
      ) : pairing.state === 'asking' ? (
        <AskingPhone key={pairing.name} pairing={pairing} />
      ) : (
        <PairingEnd pairing={pairing} phones={phones} onAgain={() => void begin()} onClose={close} />
      )}
    </Sheet>
  );
}

function titleOf(pairing: PairingState | null, phones: PhonesView | null): string {
  switch (pairing?.state) {
    case 'seen':
      return 'Phone seen';
    case 'asking':
      return `Allow “${pairing.name}”?`;
    case 'ended':
      return endTitle(pairing, phones);
    default:
      return 'Pair a phone';
  }
}

function endTitle(pairing: Extract<PairingState, { state: 'ended' }>, phones: PhonesView | null): string {
  const name = phones?.devices.find(({ id }) => id === pairing.deviceId)?.name;
  switch (pairing.reason) {
    case 'paired':
      return name === undefined ? 'The phone is paired' : `“${name}” is paired`;
    case 'denied':
      return 'The phone was not let in';
    case 'expired':
      return 'The code has expired';
    case 'closed':
      return 'Pairing was closed';
    case 'tooManyTries':
      return 'Too many wrong codes';
    case 'left':
      return 'The phone went away';
    case 'noNetwork':
      return 'Phones cannot reach this computer';
  }
}

function announcementOf(pairing: PairingState | null): string {
  switch (pairing?.state) {
    case 'open':
      return pairing.pageSeen ? 'A phone has opened the page.' : 'The code is shown.';
    case 'seen':
      return 'Phone seen.';
    case 'asking':
      return `${pairing.name} asks to be let in.`;
    default:
      return '';
  }
}
