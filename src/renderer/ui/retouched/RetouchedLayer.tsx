import styles from './RetouchedLayer.module.css';
import type { RetouchedArea } from './trace-retouched.ts';

/** Tint and line over what was filled, in the box of the picture: one that shows the same square, in its own pixels. */
export function RetouchedLayer({ area }: { area: RetouchedArea }) {
  return (
    <svg
      className={styles.layer}
      role="img"
      aria-label="What was retouched"
      viewBox={`0 0 ${area.width} ${area.height}`}
      preserveAspectRatio="none"
    >
      <path className={styles.ground} d={area.path} />
      <path className={styles.area} d={area.path} />
    </svg>
  );
}
