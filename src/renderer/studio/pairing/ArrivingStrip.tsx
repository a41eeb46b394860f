/** What phones are sending, above the library that it will be part of: whose it is, and how far. */
import { Smartphone } from 'lucide-react';
import type { ArrivingCapture } from '../../../contracts/phones.ts';
import { countOf, formatBytes, formatPercent } from '../../ui/format.ts';
import { ProgressRing } from '../../ui/ProgressRing.tsx';
import { useStudioState } from '../state/studio-context.ts';
import styles from './ArrivingStrip.module.css';

/** Further ones are counted: a session of fifty photos must not push the library away. */
const shown = 4;

export function ArrivingStrip() {
  const arriving = useStudioState((state) => state.arriving);
  if (arriving.length === 0) return null;
  const further = arriving.length - shown;
  return (
    <section className={styles.strip} aria-label="Arriving from phones">
      <ul className={styles.list}>
        {arriving.slice(0, shown).map((capture) => (
          <Arriving key={capture.uploadId} capture={capture} />
        ))}
      </ul>
      {further > 0 && <p className={styles.further}>and {countOf(further, 'more', 'more')}</p>}
    </section>
  );
}

/** "4.8 MB" before its first byte, "400 KB of 4.8 MB", "3.1 of 4.8 MB" */
function formatReceived(received: number, total: number): string {
  const whole = formatBytes(total);
  if (received === 0) return whole;
  const [figure, unit] = formatBytes(received).split(' ');
  return whole.endsWith(` ${unit}`) ? `${figure} of ${whole}` : `${figure} ${unit} of ${whole}`;
}

function Arriving({ capture }: { capture: ArrivingCapture }) {
  const { name, from, byteLength, receivedBytes, state } = capture;
  const share = receivedBytes / byteLength;
  return (
    <li className={styles.capture}>
      <span className={styles.ring}>
        <ProgressRing
          share={state === 'checking' ? 1 : share}
          size={40}
          label={name}
          valueText={`${formatPercent(share)}, from ${from}`}
          held={state === 'waiting'}
        />
        <Smartphone size={16} strokeWidth={1.6} aria-hidden="true" />
      </span>
      <div className={styles.text}>
        <p className={styles.name}>{name}</p>
        <p className={styles.from}>
          <span className={styles.phone}>{from}</span>
          <span className={styles.figures}>
            {state === 'waiting'
              ? 'away for now'
              : state === 'checking'
                ? 'almost here'
                : formatReceived(receivedBytes, byteLength)}
          </span>
        </p>
      </div>
    </li>
  );
}
