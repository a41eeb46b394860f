import { classNames } from '../../ui/class-names.ts';
import styles from './PhoneDrawing.module.css';

/** A phone in a few lines, with an iris where its camera looks: what is going on with it at the moment. */
export function PhoneDrawing({
  state,
  height = 132,
}: {
  state: 'idle' | 'seen' | 'asking' | 'paired' | 'away';
  height?: number;
}) {
  const awake = state === 'seen' || state === 'asking' || state === 'paired';
  return (
    <svg
      className={classNames(styles.drawing, styles[state])}
      width={(height * 200) / 132}
      height={height}
      viewBox="0 0 200 132"
      aria-hidden="true"
    >
      {(state === 'seen' || state === 'asking') && (
        <g className={styles.waves}>
          <path d="M58 52a20 20 0 0 0 0 28" />
          <path d="M46 42a36 36 0 0 0 0 48" />
          <path d="M142 52a20 20 0 0 1 0 28" />
          <path d="M154 42a36 36 0 0 1 0 48" />
        </g>
      )}
      <rect className={styles.body} x="68" y="8" width="64" height="116" rx="12" />
      <path d="M92 17h16" />
      <g className={awake ? styles.accent : undefined}>
        <path d="M78 66c6-9 13-13 22-13s16 4 22 13c-6 9-13 13-22 13s-16-4-22-13Z" />
        <circle cx="100" cy="66" r="9" />
        <circle className={styles.pupil} cx="100" cy="66" r="3" />
      </g>
      {state === 'paired' && (
        <g className={styles.mark}>
          <circle cx="128" cy="108" r="14" />
          <path d="m121.5 108.5 4.5 4.5 8.5-9.5" />
        </g>
      )}
      {state === 'away' && <path className={styles.strike} d="M84 100h32" />}
    </svg>
  );
}
