import { useRef } from 'react';
import type { PhotoCard } from '../../../contracts/gallery.ts';
import { mediaPath } from '../../../contracts/studio-api.ts';
import { useDragAndPinch } from '../../ui/use-drag-and-pinch.ts';
import { useElementSize } from '../../ui/use-element-size.ts';
import { useLook } from '../../ui/use-look.ts';
import type { Size } from '../../ui/zoom-geometry.ts';
import { useStudio } from '../state/studio-context.ts';
import { EllipseHandles } from './EllipseHandles.tsx';
import { follow } from './ellipse-handles.ts';
import styles from './OutlineStage.module.css';
import type { Outline, OutlinePart } from './OutlineView.tsx';
import { useOutlineKeys } from './use-outline-keys.ts';

interface OutlineStageProps {
  card: PhotoCard;
  /** Pixels of the oriented source: the space that the outline lives in. */
  picture: Size;
  outline: Outline;
  part: OutlinePart;
  onPart: (part: OutlinePart) => void;
  onChange: (outline: Outline) => void;
}

export function OutlineStage(props: OutlineStageProps) {
  const stage = useRef<HTMLDivElement>(null);
  const size = useElementSize(stage);
  const { outline, part } = props;
  const onKeyDown = useOutlineKeys(props);
  const active = outline[part];
  return (
    <div
      ref={stage}
      className={styles.stage}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes the keys that move the outline
      tabIndex={0}
      aria-label={`Outline of the ${part}: centre ${Math.round(active.cx)}, ${Math.round(active.cy)}, ${Math.round(2 * active.a)} by ${Math.round(2 * active.b)} pixels`}
      onKeyDown={onKeyDown}
    >
      {size !== null && <Drawing {...props} size={size} stage={stage} />}
    </div>
  );
}

function Drawing({
  card,
  picture,
  outline,
  part,
  onPart,
  onChange,
  size,
  stage,
}: OutlineStageProps & { size: Size; stage: React.RefObject<HTMLDivElement | null> }) {
  const { host } = useStudio();
  const control = useLook(stage, size, picture, 32);
  const { look } = control;
  const gestures = useDragAndPinch({
    onDrag: (by) => control.panBy(by.x, by.y),
    onPinch: (factor, about, by) => {
      control.panBy(by.x, by.y);
      control.zoomBy(factor, about);
    },
  });
  const toPicture = (clientX: number, clientY: number) => {
    const box = stage.current?.getBoundingClientRect();
    return {
      x: (clientX - (box?.left ?? 0) - look.x) / look.scale,
      y: (clientY - (box?.top ?? 0) - look.y) / look.scale,
    };
  };
  const parts: OutlinePart[] = part === 'iris' ? ['pupil', 'iris'] : ['iris', 'pupil'];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys go to the element around it
    <div {...gestures} style={{ position: 'absolute', inset: 0 }} onDoubleClick={() => control.fit()}>
      <img
        className={styles.photo}
        src={host.mediaUrl(mediaPath.photo(card.id))}
        alt={card.name}
        draggable={false}
        style={{
          width: picture.width * look.scale,
          height: picture.height * look.scale,
          transform: `translate(${look.x}px, ${look.y}px)`,
        }}
      />
      <svg className={styles.drawing} aria-hidden="true">
        {parts.map((name) => (
          <EllipseHandles
            key={name}
            ellipse={outline[name]}
            look={look}
            active={name === part}
            toPicture={toPicture}
            onActivate={() => onPart(name)}
            onChange={(next, handle) => {
              // Moving the iris takes its pupil along; all else is changed alone.
              const pupil =
                name === 'iris' && handle === 'centre'
                  ? follow(outline.pupil, outline.iris, next)
                  : outline.pupil;
              onChange(name === 'iris' ? { iris: next, pupil } : { ...outline, pupil: next });
            }}
          />
        ))}
      </svg>
    </div>
  );
}
