import type { ReactNode } from 'react';
import styles from './Page.module.css';

export function Row({ label, hint, children }: { label: ReactNode; hint?: ReactNode; children?: ReactNode }) {
  return (
    <div className={styles.row}>
      <div>
        <p className={styles.label}>{label}</p>
        {hint !== undefined && <p className={styles.hint}>{hint}</p>}
      </div>
      {children !== undefined && <div className={styles.control}>{children}</div>}
    </div>
  );
}
