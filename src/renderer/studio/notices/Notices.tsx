import { classNames } from '../../ui/class-names.ts';
import { useStudioState } from '../state/studio-context.ts';
import { NoticeCard } from './NoticeCard.tsx';
import styles from './Notices.module.css';

export function Notices() {
  const notices = useStudioState((state) => state.notices);
  const besideDrawer = useStudioState((state) => state.queueOpen);
  return (
    <section
      className={classNames(styles.stack, besideDrawer && styles.besideDrawer)}
      aria-label="Messages"
      aria-live="polite"
    >
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </section>
  );
}
