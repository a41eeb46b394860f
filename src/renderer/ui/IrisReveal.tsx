/**
 * The product's one flourish: a result that arrives while its place is on screen opens like an iris, from the
 * pupil outwards, once. What was finished before is simply there.
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
  const [loaded, setLoaded] = useState(!fresh);
  return (
    <img
      {...rest}
      alt={alt}
      draggable={false}
      decoding="async"
      className={classNames(styles.picture, wasFresh.current && loaded && styles.opening, className)}
      style={loaded ? rest.style : { ...rest.style, visibility: 'hidden' }}
      onLoad={(event) => {
        setLoaded(true);
        onLoad?.(event);
      }}
    />
  );
}
