import styles from './EyeDrawing.module.css';

const fibres = Array.from({ length: 36 }, (_, index) => {
  const angle = (index / 36) * 2 * Math.PI;
  const inner = 15 + (index % 3) * 1.5;
  const outer = 25 + ((index * 5) % 4);
  const at = (radius: number) =>
    `${(100 + radius * Math.cos(angle)).toFixed(2)} ${(60 + radius * Math.sin(angle)).toFixed(2)}`;
  return `M${at(inner)}L${at(outer)}`;
}).join('');

/** An eye in a few lines, for screens that have no photograph yet. */
export function EyeDrawing({ width = 200 }: { width?: number }) {
  return (
    <svg className={styles.eye} width={width} height={width * 0.6} viewBox="0 0 200 120" aria-hidden="true">
      <path d="M14 66C40 28 70 14 102 14c34 0 62 18 84 50-24 28-52 42-84 42S40 94 14 66Z" />
      <path d="M26 46C48 20 74 6 104 6c26 0 48 9 66 26" opacity="0.45" />
      <circle className={styles.iris} cx="100" cy="60" r="32" />
      <path className={styles.fibres} d={fibres} />
      <circle className={styles.pupil} cx="100" cy="60" r="12" />
      <path d="M108 50a8 8 0 0 1 5 5" stroke="var(--text)" />
    </svg>
  );
}
