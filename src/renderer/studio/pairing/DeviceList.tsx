import { useState } from 'react';
import type { Device } from '../../../contracts/companion/device.ts';
import { Button } from '../../ui/Button.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import styles from './DeviceList.module.css';
import { DeviceRow } from './DeviceRow.tsx';

/** The phones that were let in: when they were here last, another name for one, and the way out. */
export function DeviceList() {
  const studio = useStudio();
  const devices = useStudioState((state) => state.phones?.devices);
  const [leaving, setLeaving] = useState<Device | null>(null);
  if (devices === undefined || devices.length === 0) return null;
  const remove = (device: Device) => {
    setLeaving(null);
    void studio.attempt(() => studio.host.studio.revokeDevice(device.id));
  };
  return (
    <>
      <ul className={styles.list} aria-label="Paired phones">
        {devices.map((device) => (
          <DeviceRow key={device.id} device={device} onRemove={() => setLeaving(device)} />
        ))}
      </ul>
      {leaving !== null && (
        <Sheet
          title={`Remove “${leaving.name}”?`}
          onClose={() => setLeaving(null)}
          buttons={
            <>
              <Button onClick={() => setLeaving(null)}>Keep it</Button>
              <Button look="danger" onClick={() => remove(leaving)}>
                Remove
              </Button>
            </>
          }
        >
          <p className={styles.words}>
            It is cut off at once and can send nothing more. The photos that it sent stay in your library.
          </p>
        </Sheet>
      )}
    </>
  );
}
