/** What is coming in, wherever the user is, and for a moment that all of it came. */
import { useEffect } from 'react';
import { countOf } from '../../ui/format.ts';
import { ProgressRing } from '../../ui/ProgressRing.tsx';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import styles from './ImportStatus.module.css';
import { importSummary } from './import-words.ts';

const shownMs = 4000;

export function ImportStatus() {
  const studio = useStudio();
  const importing = useStudioState((state) => state.importing);
  const report = useStudioState((state) => state.importReport);
  const inLibrary = useStudioState((state) => state.view.kind === 'library');
  useEffect(() => {
    if (report === null || report.failed.length > 0) return;
    const timer = window.setTimeout(() => studio.store.setState({ importReport: null }), shownMs);
    return () => window.clearTimeout(timer);
  }, [report, studio]);
  // What could not be read waits in the library, see ImportFailures.
  if (importing === null && (report === null || report.failed.length > 0 || !inLibrary)) return null;
  return (
    <section className={styles.panel} aria-label="Import" aria-live="polite">
      {importing !== null ? (
        <>
          <ProgressRing
            share={importing.total === 0 ? null : importing.done / importing.total}
            size={22}
            label="Import"
          />
          <p>
            Adding {countOf(importing.total, 'photo')}
            {importing.total > 1 && ` · ${importing.done} done`}
          </p>
        </>
      ) : (
        report !== null && <p>{importSummary(report)}</p>
      )}
    </section>
  );
}
