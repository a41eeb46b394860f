import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { TouchIcon } from '../shell/TouchIcon.tsx';
import { useCompanion } from '../state/companion-context.ts';
import styles from './ResultView.module.css';

/** A picture as large as the phone is, under its name and the way back; below it whatever there is to say and to do. */
export function PictureScreen({
  name,
  stage,
  children,
}: {
  name: string;
  stage: ReactNode;
  children: ReactNode;
}) {
  const companion = useCompanion();
  return (
    <main className={styles.view}>
      <header className={styles.bar}>
        <TouchIcon label="Back" icon={<ChevronLeft size={26} />} onClick={() => companion.back()} />
        <h1>{name}</h1>
      </header>
      <div className={styles.stage}>{stage}</div>
      {children}
    </main>
  );
}
