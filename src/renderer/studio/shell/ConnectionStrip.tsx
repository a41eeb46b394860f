import { Unplug } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStudioState } from '../state/studio-context.ts';
import styles from './ConnectionStrip.module.css';

/** So long an absence is not a hiccup. */
const longMs = 6000;

/** The studio went away; work that it has taken on goes on when it is back, and so does this window. */
export function ConnectionStrip() {
  const connection = useStudioState((state) => state.connection);
  const [long, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    if (connection !== 'lost') return;
    const timer = window.setTimeout(() => setLong(true), longMs);
    return () => window.clearTimeout(timer);
  }, [connection]);
  if (connection !== 'lost' && connection !== 'moved') return null;
  return (
    <p className={styles.strip} role="status">
      <Unplug size={16} strokeWidth={1.7} aria-hidden="true" />
      {connection === 'moved'
        ? 'The studio was started again. Open the new link that it shows; everything is there.'
        : long
          ? 'The studio was closed, or does not answer. Start it again: what it took on is safe.'
          : 'The studio is not answering. Reconnecting…'}
    </p>
  );
}
