import { Button } from '../../ui/Button.tsx';
import sheet from '../../ui/Sheet.module.css';
import styles from './PairingDialog.module.css';
import { PhoneDrawing } from './PhoneDrawing.tsx';

/** A phone has proven the code and is being asked what it is called. */
export function SeenPhone({ from, onClose }: { from: string; onClose: () => void }) {
  return (
    <>
      <div className={styles.figure}>
        <PhoneDrawing state="seen" />
      </div>
      <p className={sheet.words}>
        A phone has the right code, and is now asked for its name on its own screen. It is at {from}.
      </p>
      <div className={styles.buttons}>
        <Button look="plain" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </>
  );
}
