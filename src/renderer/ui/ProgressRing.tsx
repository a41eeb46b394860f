import { classNames } from './class-names.ts';
import styles from './ProgressRing.module.css';

export interface ProgressRingProps {
  /** 0..1 of the work; null while nobody can know. */
  share: number | null;
  /** Outer edge in CSS pixels. */
  size: number;
  /** Spoken name: whose ring this is. */
  label: string;
  /** Spoken beside the percentage, e.g. the step. */
  valueText?: string;
  held?: boolean;
  stroke?: number;
}

/** The share of work really done, drawn as an arc from twelve o'clock; it holds still at half strength when paused. */
export function ProgressRing({ share, size, label, valueText, held = false, stroke = 3 }: ProgressRingProps) {
  const radius = (size - stroke) / 2;
  const centre = size / 2;
  const shown = share ?? 0.22;
  return (
    <svg
      className={classNames(styles.ring, held && styles.held, share === null && styles.searching)}
      width={size}
      height={size}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.floor(share * 100)}
      aria-valuetext={valueText}
    >
      <circle className={styles.track} cx={centre} cy={centre} r={radius} strokeWidth={stroke} />
      <circle
        className={classNames(styles.arc, shown <= 0.001 && styles.empty)}
        cx={centre}
        cy={centre}
        r={radius}
        strokeWidth={stroke}
        pathLength={1}
        style={{ strokeDashoffset: 1 - shown }}
      />
    </svg>
  );
}
