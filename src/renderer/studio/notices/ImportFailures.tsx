/** What of the last import could not be read and why, above the library until it is closed: never over a picture. */
import { CircleAlert, X } from 'lucide-react';
import { failures } from '../../../contracts/failure.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import styles from './ImportFailures.module.css';
import { filesByReason, importSummary } from './import-words.ts';

export function ImportFailures() {
  const studio = useStudio();
  const report = useStudioState((state) => (state.importing === null ? state.importReport : null));
  if (report === null || report.failed.length === 0) return null;
  return (
    <section className={styles.place} aria-label="Import" aria-live="polite">
      <div className={styles.report}>
        <CircleAlert className={styles.icon} size={18} strokeWidth={1.7} aria-hidden="true" />
        <p className={styles.summary}>{importSummary(report)}</p>
        <IconButton
          label="Close"
          size="small"
          side="left"
          icon={<X size={14} strokeWidth={1.8} />}
          onClick={() => studio.store.setState({ importReport: null })}
        />
        <ul className={styles.reasons}>
          {filesByReason(report.failed).map(({ code, names }) => (
            <li key={code}>
              <p className={styles.files}>{names.join(', ')}</p>
              <p className={styles.why}>
                {failures[code].message} {failures[code].suggestion}
              </p>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
