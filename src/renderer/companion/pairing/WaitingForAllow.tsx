import { Button } from '../../ui/Button.tsx';
import styles from './Pairing.module.css';
import { PairingScreen } from './PairingScreen.tsx';
import { StudioDrawing } from './StudioDrawing.tsx';

export function WaitingForAllow({ phoneName, onCancel }: { phoneName: string; onCancel: () => void }) {
  return (
    <PairingScreen
      foot={
        <Button look="plain" size="touch" onClick={onCancel}>
          Cancel
        </Button>
      }
    >
      <span className={styles.drawing}>
        <StudioDrawing show="allow" />
      </span>
      <h1>Now press “Allow” in the studio</h1>
      <p role="status">
        {phoneName === '' ? 'Connecting this page…' : `The studio asks whether “${phoneName}” may come in.`}
      </p>
    </PairingScreen>
  );
}
