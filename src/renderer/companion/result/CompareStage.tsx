/**
 * Before and after under one finger, or one picture alone: a finger anywhere moves the divider while all of the picture
 * is seen, two zoom both sides together, and then one moves the picture and the grip alone moves the divider.
 */
import { Brush } from 'lucide-react';
import { type RefObject, useRef, useState } from 'react';
import { CompareSlider } from '../../ui/CompareSlider.tsx';
import { classNames } from '../../ui/class-names.ts';
import { PictureLayer } from '../../ui/PictureLayer.tsx';
import { ProgressRing } from '../../ui/ProgressRing.tsx';
import { RetouchedLayer } from '../../ui/retouched/RetouchedLayer.tsx';
import { useDragAndPinch } from '../../ui/use-drag-and-pinch.ts';
import { useElementSize } from '../../ui/use-element-size.ts';
import { useLook } from '../../ui/use-look.ts';
import { dividerAt, type Size, shareAt, visibleSpan } from '../../ui/zoom-geometry.ts';
import { TouchIcon } from '../shell/TouchIcon.tsx';
import type { PictureName } from '../state/picture-cache.ts';
import { usePicture, usePictureShare } from '../state/use-picture.ts';
import styles from './CompareStage.module.css';
import { useDoubleTap } from './use-double-tap.ts';
import { useRetouchedResult } from './use-retouched-result.ts';

interface Compared {
  /** In pixels; both sides are shown at this size. */
  picture: Size;
  /** Null where there is nothing to compare with. */
  before: PictureName | null;
  /** Shown until `after` is here. */
  small: PictureName;
  after: PictureName;
  /** The mask of what was filled in `after`; null where that is not told. */
  filled: PictureName | null;
  /** What `after` is called. */
  label: string;
}

export function CompareStage(compared: Compared) {
  const stage = useRef<HTMLDivElement>(null);
  const size = useElementSize(stage);
  return (
    <div className={styles.stage} ref={stage}>
      {size !== null && <Comparison {...compared} size={size} stage={stage} />}
    </div>
  );
}

function Comparison({
  picture,
  size,
  stage,
  label,
  ...names
}: Compared & { size: Size; stage: RefObject<HTMLDivElement | null> }) {
  const [share, setShare] = useState(0.5);
  const [dragging, setDragging] = useState(false);
  const control = useLook(stage, size, picture, 0);
  const { look } = control;
  const span = visibleSpan(look, picture, size);
  const before = usePicture('before', names.before?.id ?? null, names.before?.resultId);
  const small = usePicture(names.small.kind, names.small.id, names.small.resultId);
  const after = usePicture(names.after.kind, names.after.id, names.after.resultId);
  const loaded = usePictureShare(names.after);
  const retouched = useRetouchedResult(after === null ? null : names.filled);

  const gestures = useDragAndPinch({
    onDrag: (by, at) => {
      if (!control.fits) control.panBy(by.x, by.y);
      else {
        setDragging(true);
        setShare(shareAt(at.x, span));
      }
    },
    onPinch: (factor, about, by) => {
      setDragging(false);
      control.panBy(by.x, by.y);
      control.zoomBy(factor, about);
    },
    onEnd: () => setDragging(false),
  });
  const doubleTap = useDoubleTap((at) => (control.fits ? control.zoomBy(3, at) : control.fit()));

  const divider = before === null ? 0 : dividerAt(share, span);
  const top = Math.max(12, look.y + 12);
  const step = (by: number) => setShare((now) => Math.min(1, Math.max(0, now + by)));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the divider inside has the keys and the role
    <div
      className={styles.stage}
      {...gestures}
      onPointerDown={(event) => {
        gestures.onPointerDown(event);
        doubleTap(event);
      }}
      onKeyDown={(event) => {
        const by = event.shiftKey ? 0.1 : 0.02;
        if (event.key === 'ArrowLeft') step(-by);
        if (event.key === 'ArrowRight') step(by);
      }}
    >
      {before !== null && (
        <div className={styles.pane} style={{ clipPath: `inset(0 ${size.width - divider}px 0 0)` }}>
          <PictureLayer url={before} alt="Before" picture={picture} control={control} />
        </div>
      )}
      <div className={styles.pane} style={{ clipPath: `inset(0 0 0 ${divider}px)` }}>
        {small !== null && after === null && (
          <PictureLayer url={small} alt={label} picture={picture} control={control} key="small" />
        )}
        {after !== null && (
          <PictureLayer
            url={after}
            alt={label}
            picture={picture}
            control={control}
            placeholder={small === null ? undefined : <img src={small} alt="" draggable={false} />}
            key="whole"
          >
            {retouched.shown && retouched.area !== null && <RetouchedLayer area={retouched.area} />}
          </PictureLayer>
        )}
      </div>
      {before !== null && (
        <>
          <span
            className={classNames(styles.label, (dragging || !control.fits) && styles.hidden)}
            style={{ left: Math.max(12, span.left + 12), top }}
          >
            Before
          </span>
          <span
            className={classNames(styles.label, (dragging || !control.fits) && styles.hidden)}
            style={{ right: Math.max(12, size.width - span.right + 12), top }}
          >
            After
          </span>
          <CompareSlider
            at={divider}
            share={share}
            span={span}
            top={Math.max(0, look.y)}
            bottom={Math.max(0, size.height - look.y - picture.height * look.scale)}
            gripAt={0.8}
            heldBy={control.fits ? 'nothing' : 'grip'}
            dragging={dragging}
            onDragging={setDragging}
            onChange={setShare}
          />
        </>
      )}
      {after === null && (
        <span className={styles.loading}>
          <ProgressRing share={loaded} size={36} label="Fetching the picture" />
        </span>
      )}
      {retouched.area !== null && (
        <TouchIcon
          className={styles.retouched}
          label="Show what was retouched"
          aria-pressed={retouched.shown}
          icon={<Brush size={22} strokeWidth={1.7} />}
          onPointerDown={(event) => event.stopPropagation()}
          onClick={retouched.toggle}
        />
      )}
      {!control.fits && (
        <button
          type="button"
          className={styles.magnification}
          aria-label="Show all of it"
          onPointerDown={(event) => event.stopPropagation()}
          onClick={control.fit}
        >
          {Math.round(control.magnification * 100)}%
        </button>
      )}
    </div>
  );
}
