/** A modal sheet on the platform's own dialog element: focus trap, Esc and inert background come with it. */
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { classNames } from './class-names.ts';
import styles from './Sheet.module.css';

export function Sheet({
  title,
  children,
  buttons,
  wide = false,
  onClose,
}: {
  title: string;
  children: ReactNode;
  buttons?: ReactNode;
  /** For a picture beside its words. */
  wide?: boolean;
  onClose: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={classNames(styles.sheet, wide && styles.wide)}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <h2 className={styles.title} id={titleId}>
        {title}
      </h2>
      {children}
      {buttons !== undefined && <div className={styles.buttons}>{buttons}</div>}
    </dialog>
  );
}
