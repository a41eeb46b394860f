import { failures } from '../../../contracts/failure.ts';
import type { PairingState, PhonesView } from '../../../contracts/phones.ts';
import { Button } from '../../ui/Button.tsx';
import sheet from '../../ui/Sheet.module.css';
import styles from './PairingDialog.module.css';
import { PhoneDrawing } from './PhoneDrawing.tsx';

type Ended = Extract<PairingState, { state: 'ended' }>;

const words: Readonly<Record<Exclude<Ended['reason'], 'noNetwork'>, string>> = {
  paired:
    'Photos that it takes arrive in your library. Nothing is processed before you, or somebody at the phone, says so.',
  denied: 'It was told so. Nothing of it is kept.',
  expired: 'A code is good for two minutes and for one phone, so that nobody can use it later.',
  closed: 'The code was closed in another window of the studio.',
  tooManyTries:
    'Twenty wrong codes were tried, so this pairing was ended. If that was not you, another device in your network is trying to get in.',
  left: 'It was locked, or its page was closed, before it was let in. Scan a new code to try again.',
};

/** How a pairing went, and the one thing to do next. */
export function PairingEnd({
  pairing,
  phones,
  onAgain,
  onClose,
}: {
  pairing: Ended;
  phones: PhonesView;
  onAgain: () => void;
  onClose: () => void;
}) {
  const { reason } = pairing;
  const paired = reason === 'paired';
  const failure = failures[phones.problem ?? 'networkMissing'];
  return (
    <>
      <div className={styles.figure}>
        <PhoneDrawing state={paired ? 'paired' : 'away'} />
      </div>
      {reason === 'noNetwork' ? (
        <p className={sheet.words}>
          {failure.message} {failure.suggestion}
        </p>
      ) : (
        <p className={sheet.words}>{words[reason]}</p>
      )}
      <div className={styles.buttons}>
        {paired ? (
          <>
            <Button onClick={onAgain}>Pair another</Button>
            <Button look="primary" onClick={onClose}>
              Done
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>Close</Button>
            <Button look="primary" onClick={onAgain}>
              {reason === 'noNetwork' ? 'Try again' : 'Show a new code'}
            </Button>
          </>
        )}
      </div>
    </>
  );
}
