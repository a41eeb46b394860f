import { Unplug } from 'lucide-react';
import { useStudioState } from '../state/studio-context.ts';
import styles from './ConnectionStrip.module.css';

/** The studio went away; work that it has taken on goes on when it is back, and so does this window. */
export function ConnectionStrip() {
  const lost = useStudioState((state) => state.connection === 'lost');
  if (!lost) return null;
  return (
    <p className={styles.strip} role="status">
      <Unplug size={16} strokeWidth={1.7} aria-hidden="true" />
      The studio is not answering. Reconnecting…
    </p>
  );
}
