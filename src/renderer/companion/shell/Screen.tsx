/** A screen that was opened from the start: its name, a way back, a body that scrolls, actions under the thumb. */
import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { useCompanion } from '../state/companion-context.ts';
import styles from './Screen.module.css';
import { TouchIcon } from './TouchIcon.tsx';

export function Screen({
  title,
  children,
  foot,
  side,
  onBack,
}: {
  title: string;
  children: ReactNode;
  foot?: ReactNode;
  side?: ReactNode;
  onBack?: () => void;
}) {
  const companion = useCompanion();
  return (
    <main className={styles.screen}>
      <header className={styles.bar}>
        <TouchIcon
          label="Back"
          icon={<ChevronLeft size={26} />}
          onClick={onBack ?? (() => companion.back())}
        />
        <h1>{title}</h1>
        <span className={styles.side}>{side}</span>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.body} tabIndex={0} aria-label={title}>
        {children}
      </section>
      {foot !== undefined && <footer className={styles.foot}>{foot}</footer>}
    </main>
  );
}
