import { classNames } from '../../ui/class-names.ts';
import { IrisReveal } from '../../ui/IrisReveal.tsx';
import type { LookControl } from '../../ui/use-look.ts';
import type { Size } from '../../ui/zoom-geometry.ts';
import styles from './PictureLayer.module.css';

/** One side of the comparison, laid out by the shared look; a small version stands in until the large one is here. */
export function PictureLayer({
  url,
  placeholder,
  alt,
  picture,
  control,
  fresh = false,
  transparent = false,
}: {
  url: string;
  placeholder?: string;
  alt: string;
  picture: Size;
  control: LookControl;
  fresh?: boolean;
  transparent?: boolean;
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
      {placeholder !== undefined && !fresh && !transparent && (
        <img src={placeholder} alt="" draggable={false} />
      )}
      <IrisReveal src={url} alt={alt} fresh={fresh} />
    </div>
  );
}
