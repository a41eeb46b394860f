import { Switch } from 'radix-ui';
import styles from './Toggle.module.css';

export function Toggle({
  label,
  checked,
  onChange,
}: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <Switch.Root className={styles.root} checked={checked} onCheckedChange={onChange} aria-label={label}>
      <Switch.Thumb className={styles.thumb} />
    </Switch.Root>
  );
}
