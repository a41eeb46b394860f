import { Tooltip } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './IconButton.module.css';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'children'> {
  /** Spoken name and tooltip. */
  label: string;
  icon: ReactNode;
  /** Shown in the tooltip, e.g. "Space". */
  keys?: string;
  size?: 'small' | 'medium';
  side?: 'top' | 'right' | 'bottom' | 'left';
}

export function IconButton({
  label,
  icon,
  keys,
  size = 'medium',
  side = 'bottom',
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>
        <button
          type="button"
          aria-label={label}
          className={classNames(styles.button, size === 'small' && styles.small, className)}
          {...rest}
        >
          {icon}
        </button>
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className={styles.tip} side={side} sideOffset={6}>
          {label}
          {keys !== undefined && <span className={styles.keys}>{keys}</span>}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
