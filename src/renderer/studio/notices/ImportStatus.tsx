/** What is coming in, and afterwards what did not: one quiet panel with a reason per file, never a modal. */
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { failures } from '../../../contracts/failure.ts';
import type { ImportReport } from '../../../contracts/studio-api.ts';
import { countOf } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { ProgressRing } from '../../ui/ProgressRing.tsx';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import styles from './ImportStatus.module.css';

function summary({ added, duplicates, failed }: ImportReport): string {
  const parts = [
    added.length > 0 && `${countOf(added.length, 'photo')} added`,
    duplicates.length > 0 && `${duplicates.length} already here`,
    failed.length > 0 && `${failed.length} could not be read`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? 'There was nothing to add' : parts.join(' · ');
}

export function ImportStatus() {
  const studio = useStudio();
  const importing = useStudioState((state) => state.importing);
  const report = useStudioState((state) => state.importReport);
  useEffect(() => {
    if (report === null || report.failed.length > 0) return;
    const timer = window.setTimeout(() => studio.store.setState({ importReport: null }), 4000);
    return () => window.clearTimeout(timer);
  }, [report, studio]);
  const inLibrary = useStudioState((state) => state.view.kind === 'library');
  // The list waits in the library; only what is still running is shown everywhere.
  if (importing === null && (report === null || !inLibrary)) return null;
  return (
    <section className={styles.panel} aria-label="Import" aria-live="polite">
      {importing !== null ? (
        <div className={styles.head}>
          <ProgressRing
            share={importing.total === 0 ? null : importing.done / importing.total}
            size={22}
            label="Import"
          />
          <p>
            Adding {countOf(importing.total, 'photo')}
            {importing.total > 1 && ` · ${importing.done} done`}
          </p>
        </div>
      ) : (
        report !== null && (
          <>
            <div className={styles.head}>
              <p>{summary(report)}</p>
              <IconButton
                label="Close"
                size="small"
                side="top"
                icon={<X size={14} strokeWidth={1.8} />}
                onClick={() => studio.store.setState({ importReport: null })}
              />
            </div>
            {report.failed.length > 0 && (
              <ul className={styles.list}>
                {report.failed.map(({ name, code }, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name, and the list never changes
                  <li key={index}>
                    <p className={styles.file}>{name}</p>
                    <p className={styles.why}>
                      {failures[code].message} {failures[code].suggestion}
                    </p>
                  </li>
                ))}
              </ul>
            )}
          </>
        )
      )}
    </section>
  );
}
