import { Smartphone } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import styles from './CaptureWithPhone.module.css';
import { namesOf } from './phones-here.ts';

/** How the next photo comes from a phone: from one that is here, from one that was, or from one to be paired. */
export function CaptureWithPhone({ onPair }: { onPair: () => void }) {
  const studio = useStudio();
  const devices = useStudioState((state) => state.phones?.devices ?? []);
  const here = devices.filter(({ connected }) => connected);
  const pair = () => {
    onPair();
    studio.store.setState({ pairingOpen: true });
  };
  return (
    <div className={styles.phone}>
      <Smartphone size={26} strokeWidth={1.4} aria-hidden="true" />
      <p className={styles.words}>
        {here.length > 0 ? (
          <>
            <strong>{namesOf(here)}</strong> {here.length === 1 ? 'is' : 'are'} connected: take the photo
            there, and it arrives here.
          </>
        ) : devices.length > 0 ? (
          <>
            Open the studio’s page on <strong>{namesOf(devices)}</strong> again, and take the photo there.
          </>
        ) : (
          'Take it with your phone: it arrives here by itself, and the phone says at once whether it is sharp.'
        )}
      </p>
      <Button look="plain" onClick={pair}>
        {devices.length > 0 ? 'Pair another' : 'Pair a phone'}
      </Button>
    </div>
  );
}
