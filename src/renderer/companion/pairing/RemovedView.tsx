import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { useCompanion, useCompanionState } from '../state/companion-context.ts';
import styles from './Pairing.module.css';
import { PairingScreen } from './PairingScreen.tsx';
import { StudioDrawing } from './StudioDrawing.tsx';

/** The studio removed this phone. What was not sent yet is still here, and goes with the next pairing. */
export function RemovedView() {
  const companion = useCompanion();
  const unsent = useCompanionState(({ captures }) => captures.filter(({ at }) => at === 'phone').length);
  const [leaving, setLeaving] = useState(false);
  return (
    <PairingScreen
      foot={
        <Button
          look="primary"
          size="touch"
          disabled={leaving}
          onClick={() => {
            setLeaving(true);
            void companion.forget();
          }}
        >
          Connect again
        </Button>
      }
    >
      <span className={styles.drawing}>
        <StudioDrawing show="refused" />
      </span>
      <h1>This phone was removed from the studio</h1>
      <p>
        {unsent === 0
          ? 'Your photos are safe in the studio. To send more, connect again.'
          : `${unsent === 1 ? 'One photo is' : `${unsent} photos are`} still on this phone and will be sent once it is connected again.`}
      </p>
    </PairingScreen>
  );
}
