import { type FailureCode, failures } from '../../../contracts/failure.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Pairing.module.css';
import { PairingScreen } from './PairingScreen.tsx';
import { StudioDrawing } from './StudioDrawing.tsx';

/** What an address that cannot be reached means on a phone: nearly always another network. */
const unreachable = {
  message: 'The studio does not answer',
  suggestion:
    'Check that this phone is in the same Wi-Fi as the studio and that no VPN is on, then scan its code again.',
};

export function CodeRefused({ code, onCode }: { code: FailureCode; onCode: () => void }) {
  const { message, suggestion } = code === 'connectionLost' ? unreachable : failures[code];
  return (
    <PairingScreen
      foot={
        <Button look="primary" size="touch" onClick={onCode}>
          Type the six digits
        </Button>
      }
    >
      <span className={styles.drawing}>
        <StudioDrawing show="refused" />
      </span>
      <div role="alert" className={styles.told}>
        <h1>{message.replace(/\.$/, '')}</h1>
        <p>{suggestion}</p>
      </div>
    </PairingScreen>
  );
}
