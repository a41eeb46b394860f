import { Plus, Smartphone } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { Device } from '../../../contracts/companion/device.ts';
import type { PictureSending } from '../../../contracts/phones.ts';
import { classNames } from '../../ui/class-names.ts';
import menu from '../../ui/Menu.module.css';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import type { Notice } from '../state/studio-state.ts';
import styles from './SendToPhone.module.css';

/** The phones that this picture can go to, those that are here first; without any, the way to pair one. */
export function SendToPhone({ resultId }: { resultId: string }) {
  const studio = useStudio();
  const devices = useStudioState((state) => state.phones?.devices ?? none);
  const pair = () => studio.store.setState({ pairingOpen: true });
  const send = (device: Device) =>
    studio.attempt(async () => {
      const { state } = await studio.host.studio.sendPicture({ resultId, deviceId: device.id });
      studio.notify(noticeOf(state, device.name));
    });
  if (devices.length === 0) {
    return (
      <DropdownMenu.Item className={menu.item} onSelect={pair}>
        <Smartphone size={16} strokeWidth={1.7} aria-hidden="true" />
        Pair a phone to send it to…
      </DropdownMenu.Item>
    );
  }
  return (
    <DropdownMenu.Group>
      <DropdownMenu.Label className={menu.note}>Send to a phone</DropdownMenu.Label>
      <div className={styles.phones}>
        {hereFirst(devices).map((device) => (
          <DropdownMenu.Item key={device.id} className={menu.item} onSelect={() => void send(device)}>
            <Smartphone
              className={classNames(device.connected && styles.here)}
              size={16}
              strokeWidth={1.7}
              aria-hidden="true"
            />
            <span className={styles.name}>{device.name}</span>
            {!device.connected && <span className={styles.away}>away</span>}
          </DropdownMenu.Item>
        ))}
      </div>
      <DropdownMenu.Item className={menu.item} onSelect={pair}>
        <Plus size={16} strokeWidth={1.7} aria-hidden="true" />
        Pair another phone…
      </DropdownMenu.Item>
    </DropdownMenu.Group>
  );
}

const none: readonly Device[] = [];

function hereFirst(devices: readonly Device[]): Device[] {
  const lastSeen = ({ connected, seenAt, pairedAt }: Device) =>
    connected ? Number.MAX_SAFE_INTEGER : (seenAt ?? pairedAt);
  return devices.toSorted((one, other) => lastSeen(other) - lastSeen(one));
}

function noticeOf(state: PictureSending['state'], name: string): Omit<Notice, 'id'> {
  switch (state) {
    case 'told':
      return { tone: 'done', title: `Sent to ${name}` };
    case 'kept':
      return {
        tone: 'plain',
        title: `Kept for ${name}`,
        body: 'The phone is away. It gets the picture when its page is open again.',
      };
    case 'here':
      return { tone: 'plain', title: `${name} has this picture already` };
  }
}
