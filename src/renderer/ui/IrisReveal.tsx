/**
 * The product's one flourish: a result that arrives while its place is on screen opens like an iris, from the
 * pupil outwards, once. What was finished before is simply there as soon as it is loaded.
 */
import { type ComponentProps, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import styles from './IrisReveal.module.css';

export interface IrisRevealProps extends Omit<ComponentProps<'img'>, 'alt'> {
  alt: string;
  /** Whether the picture came while somebody was looking. */
  fresh: boolean;
}

export function IrisReveal({ fresh, className, onLoad, alt, ...rest }: IrisRevealProps) {
  const wasFresh = useRef(fresh);
  const [loaded, setLoaded] = useState(false);
  return (
    <img
      {...rest}
      alt={alt}
      draggable={false}
      decoding="async"
      className={classNames(
        styles.picture,
        !loaded && styles.hidden,
        wasFresh.current && loaded && styles.opening,
        className,
      )}
      onLoad={(event) => {
        setLoaded(true);
        onLoad?.(event);
      }}
    />
  );
}
