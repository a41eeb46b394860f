import { ChevronRight, Search, Undo2 } from 'lucide-react';
import { classNames } from '../../ui/class-names.ts';
import { IrisMark } from '../../ui/IrisMark.tsx';
import styles from './SettingsDrawing.module.css';

export interface SettingsRow {
  readonly name: string;
  /** The one to touch. */
  readonly touch?: boolean;
  readonly on?: boolean;
  readonly search?: boolean;
  readonly back?: boolean;
  readonly app?: boolean;
}

/** A drawing of a place in the phone's own settings: the words to look for, the row to touch lit. */
export function SettingsDrawing({ title, rows }: { title: string; rows: readonly SettingsRow[] }) {
  return (
    <div
      className={styles.phone}
      role="img"
      aria-label={`${title}: ${rows.map(({ name }) => name).join(', ')}`}
    >
      <span className={styles.title}>{title}</span>
      <div className={styles.rows}>
        {rows.map((row) => (
          <div key={row.name} className={classNames(styles.row, row.touch && styles.touch)}>
            {row.search && <Search size={18} aria-hidden="true" />}
            {row.back && <Undo2 size={18} aria-hidden="true" />}
            {row.app && <IrisMark size={22} />}
            <span>{row.name}</span>
            {row.on ? (
              <i className={styles.switch} />
            ) : (
              !row.search && !row.back && !row.app && <ChevronRight size={20} aria-hidden="true" />
            )}
          </div>
        ))}
      </div>
    </div>
  );
}
