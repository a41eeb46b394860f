import { Pencil, Smartphone, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { type Device, deviceNameSchema } from '../../../contracts/companion/device.ts';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useStudio } from '../state/studio-context.ts';
import { formatAgo } from './ago.ts';
import styles from './DeviceList.module.css';
import { useNow } from './use-now.ts';

const told = {
  page: 'told on its page',
  worker: 'told by notifications',
  push: 'told even when locked',
};

export function DeviceRow({ device, onRemove }: { device: Device; onRemove: () => void }) {
  const [renaming, setRenaming] = useState(false);
  return (
    <li className={styles.device}>
      <span className={classNames(styles.icon, device.connected && styles.here)}>
        <Smartphone size={22} strokeWidth={1.5} aria-hidden="true" />
      </span>
      {renaming ? (
        <NameField device={device} onDone={() => setRenaming(false)} />
      ) : (
        <div className={styles.text}>
          <p className={styles.name}>{device.name}</p>
          <p className={styles.seen}>
            <Seen device={device} />
          </p>
        </div>
      )}
      {!renaming && (
        <span className={styles.actions}>
          <IconButton
            label={`Rename ${device.name}`}
            icon={<Pencil size={16} strokeWidth={1.7} />}
            side="top"
            onClick={() => setRenaming(true)}
          />
          <IconButton
            label={`Remove ${device.name}`}
            icon={<Trash2 size={16} strokeWidth={1.7} />}
            side="top"
            onClick={onRemove}
          />
        </span>
      )}
    </li>
  );
}

function Seen({ device: { connected, seenAt, pairedAt, notices } }: { device: Device }) {
  const now = useNow(30_000);
  const seen = connected
    ? 'Connected'
    : seenAt === null
      ? `Paired ${formatAgo(pairedAt, now)}`
      : `Last seen ${formatAgo(seenAt, now)}`;
  return (
    <>
      {connected && <span className={styles.dot} aria-hidden="true" />}
      {seen} · {told[notices]}
    </>
  );
}

/** Enter keeps the new name, Escape the old one. */
function NameField({ device, onDone }: { device: Device; onDone: () => void }) {
  const studio = useStudio();
  const [name, setName] = useState(device.name);
  const left = useRef(false);
  const parsed = deviceNameSchema.safeParse(name);
  const end = (keep: boolean) => {
    if (left.current) return;
    left.current = true;
    if (keep && parsed.success && parsed.data !== device.name) {
      void studio.attempt(() => studio.host.studio.renameDevice({ deviceId: device.id, name: parsed.data }));
    }
    onDone();
  };
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: the click on "Rename" asked for it
      autoFocus
      className={styles.field}
      aria-label={`Name of ${device.name}`}
      aria-invalid={!parsed.success}
      value={name}
      maxLength={40}
      autoComplete="off"
      spellCheck={false}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setName(event.target.value)}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') end(true);
        if (event.key === 'Escape') {
          event.stopPropagation();
          event.nativeEvent.stopImmediatePropagation();
          end(false);
        }
      }}
    />
  );
}
