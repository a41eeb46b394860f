import { useId } from 'react';
import styles from './EyeDrawing.module.css';

const opening = 'M12 64C38 28 68 12 102 12c35 0 64 18 86 50-24 30-53 45-86 45S38 94 12 64Z';

const fibres = Array.from({ length: 60 }, (_, index) => {
  const angle = (index / 60) * 2 * Math.PI;
  const inner = 17.5 + (index % 3) * 1.8;
  const outer = 33 + ((index * 5) % 4) * 1.9;
  const at = (radius: number) =>
    `${(100 + radius * Math.cos(angle)).toFixed(2)} ${(54 + radius * Math.sin(angle)).toFixed(2)}`;
  return `M${at(inner)}L${at(outer)}`;
}).join('');

/** An eye in a few lines, for screens that have no photograph yet. */
export function EyeDrawing({ width = 200 }: { width?: number }) {
  const lids = useId();
  return (
    <svg className={styles.eye} width={width} height={width * 0.6} viewBox="0 0 200 120" aria-hidden="true">
      <clipPath id={lids}>
        <path d={opening} />
      </clipPath>
      <g clipPath={`url(#${lids})`}>
        <circle className={styles.iris} cx="100" cy="54" r="43" />
        <path className={styles.fibres} d={fibres} />
        <circle className={styles.pupil} cx="100" cy="54" r="14" />
        <circle className={styles.light} cx="104.6" cy="49.4" r="2.6" />
      </g>
      <path d={opening} />
      <path d="M24 44C46 18 74 3 104 3c28 0 51 10 70 29" opacity="0.4" />
    </svg>
  );
}
