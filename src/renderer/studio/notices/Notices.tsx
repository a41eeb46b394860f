import { useStudioState } from '../state/studio-context.ts';
import { NoticeCard } from './NoticeCard.tsx';
import styles from './Notices.module.css';

export function Notices() {
  const notices = useStudioState((state) => state.notices);
  return (
    <section className={styles.stack} aria-label="Messages" aria-live="polite">
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </section>
  );
}
