import { Aperture, CircleAlert, Info, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useStudio } from '../state/studio-context.ts';
import type { Notice } from '../state/studio-state.ts';
import styles from './Notices.module.css';

const icons = { plain: Info, failure: CircleAlert, done: Aperture };
const lifeMs = { plain: 5000, failure: 12_000, done: 8000 };

/**
 * Goes by itself unless it is read: a pointer that is moved over it or the focus keeps it. A pointer that happened to
 * rest where it came up does not.
 */
export function NoticeCard({ notice }: { notice: Notice }) {
  const studio = useStudio();
  const [read, setRead] = useState(false);
  const Icon = icons[notice.tone];
  useEffect(() => {
    if (notice.sticky === true || read) return;
    const timer = window.setTimeout(() => studio.dismiss(notice.id), lifeMs[notice.tone]);
    return () => window.clearTimeout(timer);
  }, [notice, read, studio]);
  const open = notice.photoId;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering only keeps it longer
    <div
      className={classNames(styles.notice, notice.tone !== 'plain' && styles[notice.tone])}
      onPointerMove={() => setRead(true)}
      onPointerLeave={() => setRead(false)}
      onFocus={() => setRead(true)}
      onBlur={() => setRead(false)}
    >
      <Icon className={styles.icon} size={18} strokeWidth={1.7} aria-hidden="true" />
      <p className={styles.title}>{notice.title}</p>
      <IconButton
        label="Close"
        size="small"
        side="left"
        icon={<X size={14} strokeWidth={1.8} />}
        onClick={() => studio.dismiss(notice.id)}
      />
      {notice.body !== undefined && <p className={styles.body}>{notice.body}</p>}
      {(open !== undefined || notice.action !== undefined) && (
        <div className={styles.actions}>
          {open !== undefined && (
            <Button
              size="small"
              onClick={() => {
                studio.dismiss(notice.id);
                studio.go({ kind: 'photo', photoId: open });
              }}
            >
              Show
            </Button>
          )}
          {notice.action !== undefined && (
            <Button
              size="small"
              onClick={() => {
                studio.dismiss(notice.id);
                notice.action?.run();
              }}
            >
              {notice.action.label}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
