import type { ComponentProps } from 'react';
import styles from './Button.module.css';
import { classNames } from './class-names.ts';

export interface ButtonProps extends ComponentProps<'button'> {
  /** `primary` is the one amber action of a screen. */
  look?: 'quiet' | 'plain' | 'primary' | 'danger';
  size?: 'small' | 'medium' | 'large' | 'touch';
}

export function Button({ look = 'quiet', size = 'medium', className, type, ...rest }: ButtonProps) {
  return (
    <button
      type={type ?? 'button'}
      className={classNames(styles.button, styles[look], size !== 'medium' && styles[size], className)}
      {...rest}
    />
  );
}
