import { Button } from '../../ui/Button.tsx';
import { Toggle } from '../../ui/Toggle.tsx';
import { DeviceList } from '../pairing/DeviceList.tsx';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import styles from './Page.module.css';
import { Row } from './Row.tsx';

export function PhoneSettings() {
  const studio = useStudio();
  const listening = useStudioState((state) => state.phones?.listening ?? null);
  const some = useStudioState((state) => (state.phones?.devices.length ?? 0) > 0);
  const push = useStudioState((state) => state.settings?.pushToPhones ?? false);
  return (
    <>
      <h2 className={styles.title}>Phones</h2>
      {some && (
        <div className={styles.block}>
          <DeviceList />
        </div>
      )}
      <Row
        label="Pair a phone"
        hint={
          listening === null
            ? 'Nothing on this computer listens to the network until a phone is paired.'
            : `Phones find the studio at ${listening.replace(/^https?:\/\//, '')}.`
        }
      >
        <Button look="plain" onClick={() => studio.store.setState({ pairingOpen: true })}>
          Pair a phone
        </Button>
      </Row>
      <Row
        label="Tell locked phones"
        hint="A phone that asks for it is told when its pictures are ready, also while it is locked. That short message, and nothing else, goes through the internet service of its browser’s maker, encrypted. It holds no picture and no name."
      >
        <Toggle
          label="Tell locked phones"
          checked={push}
          onChange={(on) => studio.change({ pushToPhones: on })}
        />
      </Row>
      <Row
        label="The certificate on your phones"
        hint="For notifications a phone installs a certificate of this studio. It is good for this computer’s own addresses and for nothing else. To remove it from an iPhone: Settings, General, VPN & Device Management. From an Android phone: search its settings for “user credentials”."
      />
    </>
  );
}
