import { Button } from '../../ui/Button.tsx';
import { DeviceList } from '../pairing/DeviceList.tsx';
import { PhoneDrawing } from '../pairing/PhoneDrawing.tsx';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import styles from './PhonesView.module.css';

export function PhonesView() {
  const studio = useStudio();
  const some = useStudioState((state) => (state.phones?.devices.length ?? 0) > 0);
  const pair = () => studio.store.setState({ pairingOpen: true });
  if (!some) {
    return (
      <section className={styles.empty}>
        <PhoneDrawing state="idle" height={148} />
        <h1>Capture with your phone</h1>
        <p>
          Scan a code, and the camera of your phone becomes part of the studio. Photos go straight to this
          computer, through your own network and nowhere else.
        </p>
        <Button look="primary" size="large" onClick={pair}>
          Pair a phone
        </Button>
      </section>
    );
  }
  return (
    <section className={styles.view}>
      <div className={styles.page}>
        <header className={styles.head}>
          <h1>Phones</h1>
          <Button look="primary" onClick={pair}>
            Pair a phone
          </Button>
        </header>
        <DeviceList />
        <p className={styles.foot}>
          What they send arrives in the library, each photo with the name of its phone. How they are told that
          a picture is ready is up to you, in{' '}
          <button
            type="button"
            className={styles.link}
            onClick={() => studio.go({ kind: 'settings', section: 'phones' })}
          >
            Settings
          </button>
          .
        </p>
      </div>
    </section>
  );
}
