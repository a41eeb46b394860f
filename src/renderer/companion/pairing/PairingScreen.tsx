import type { ReactNode } from 'react';
import { IrisMark } from '../../ui/IrisMark.tsx';
import styles from './Pairing.module.css';

/** One step of the way in: what it is about in the middle, what to press at the bottom. */
export function PairingScreen({ children, foot }: { children: ReactNode; foot?: ReactNode }) {
  return (
    <main className={styles.screen}>
      <header className={styles.mark}>
        <IrisMark size={26} />
        IrisVue
      </header>
      <div className={styles.middle}>{children}</div>
      {foot !== undefined && <div className={styles.foot}>{foot}</div>}
    </main>
  );
}
