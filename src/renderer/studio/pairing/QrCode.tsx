import { useMemo } from 'react';
import styles from './QrCode.module.css';
import { qrModules } from './qr-modules.ts';

/** Black on white in every theme: cameras do not read dark codes. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => qrModules(text), [text]);
  return (
    <svg className={styles.code} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path d={path} />
    </svg>
  );
}
