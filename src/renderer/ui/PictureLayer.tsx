import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { IrisReveal } from './IrisReveal.tsx';
import styles from './PictureLayer.module.css';
import type { LookControl } from './use-look.ts';
import type { Size } from './zoom-geometry.ts';

/** One side of the comparison, laid out by the shared look; a small version stands in until the large one is here. */
export function PictureLayer({
  url,
  placeholder,
  alt,
  picture,
  control,
  fresh = false,
  transparent = false,
  children,
}: {
  url: string;
  /** Stands in until the picture is here. */
  placeholder?: ReactNode;
  alt: string;
  picture: Size;
  control: LookControl;
  fresh?: boolean;
  transparent?: boolean;
  /** What lies over the picture, in its box. */
  children?: ReactNode;
}) {
  const { look, crisp } = control;
  return (
    <div
      className={classNames(styles.layer, crisp && styles.crisp, transparent && styles.transparent)}
      style={{
        width: picture.width * look.scale,
        height: picture.height * look.scale,
        transform: `translate(${look.x}px, ${look.y}px)`,
      }}
    >
      {!fresh && !transparent && placeholder}
      <IrisReveal src={url} alt={alt} fresh={fresh} />
      {children}
    </div>
  );
}
