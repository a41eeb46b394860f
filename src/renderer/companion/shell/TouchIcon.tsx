import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '../../ui/class-names.ts';
import styles from './TouchIcon.module.css';

/** A button of one picture, large enough for a thumb. `marked` puts a small light on it. */
export function TouchIcon({
  label,
  icon,
  marked = false,
  className,
  ...rest
}: Omit<ComponentProps<'button'>, 'children' | 'aria-label'> & {
  label: string;
  icon: ReactNode;
  marked?: boolean;
}) {
  return (
    <button type="button" aria-label={label} className={classNames(styles.button, className)} {...rest}>
      {icon}
      {marked && <span className={styles.mark} />}
    </button>
  );
}
