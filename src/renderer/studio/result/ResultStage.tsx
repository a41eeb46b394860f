/**
 * Before and after, of one iris at one scale: the slider as the main view, side by side as the other. Wheel, pinch,
 * drag and keys move both sides together.
 */
import { useRef, useState } from 'react';
import type { PhotoCard, Version } from '../../../contracts/gallery.ts';
import { mediaPath } from '../../../contracts/studio-api.ts';
import { CompareSlider } from '../../ui/CompareSlider.tsx';
import { classNames } from '../../ui/class-names.ts';
import { PictureLayer } from '../../ui/PictureLayer.tsx';
import { RetouchedLayer } from '../../ui/retouched/RetouchedLayer.tsx';
import { useDragAndPinch } from '../../ui/use-drag-and-pinch.ts';
import { useElementSize } from '../../ui/use-element-size.ts';
import { useLook } from '../../ui/use-look.ts';
import { dividerAt, type Size, shareAt, visibleSpan } from '../../ui/zoom-geometry.ts';
import { useStudio } from '../state/studio-context.ts';
import { BeforePlaceholder } from './BeforePlaceholder.tsx';
import type { CompareMode } from './PhotoView.tsx';
import styles from './ResultStage.module.css';
import { StageTools } from './StageTools.tsx';
import { useCompareKeys } from './use-compare-keys.ts';
import { useFreshResult } from './use-fresh-result.ts';
import { useRetouchedVersion } from './use-retouched-version.ts';
import { versionTime } from './version-words.ts';

export function ResultStage({
  card,
  version,
  against,
  mode,
}: {
  card: PhotoCard;
  version: Version;
  /** Another version to compare with instead of the photo. */
  against: Version | null;
  mode: CompareMode;
}) {
  const stage = useRef<HTMLDivElement>(null);
  const size = useElementSize(stage);
  return (
    <div className={styles.stage} ref={stage}>
      {size !== null && (
        <Comparison card={card} version={version} against={against} mode={mode} size={size} stage={stage} />
      )}
    </div>
  );
}

function Comparison({
  card,
  version,
  against,
  mode,
  size,
  stage,
}: {
  card: PhotoCard;
  version: Version;
  against: Version | null;
  mode: CompareMode;
  size: Size;
  stage: React.RefObject<HTMLDivElement | null>;
}) {
  const { host } = useStudio();
  const [share, setShare] = useState(0.5);
  const [dragging, setDragging] = useState(false);
  const [held, setHeld] = useState<'before' | 'after' | null>(null);
  const slider = mode === 'slider';
  const viewport = slider ? size : { width: (size.width - 1) / 2, height: size.height };
  const picture = { width: version.width, height: version.height };
  const control = useLook(stage, viewport, picture);
  const { look } = control;
  const fresh = useFreshResult(version);
  const retouched = useRetouchedVersion(version);
  const span = visibleSpan(look, picture, viewport);
  // Not the middle, which is the pupil: halfway out, where the fibres are.
  const closeUp = () =>
    control.oneToOne({ x: viewport.width / 2, y: viewport.height / 2 - 0.3 * picture.height * look.scale });
  useCompareKeys({ control, slider, closeUp, toggleRetouched: retouched.toggle, setShare, setHeld });

  const gestures = useDragAndPinch({
    onDrag: (by, at) => {
      // A picture that fits cannot be moved, so the finger moves the divider.
      if (!control.fits) control.panBy(by.x, by.y);
      else if (slider) {
        setDragging(true);
        setShare(shareAt(at.x, span));
      }
    },
    onPinch: (factor, about, by) => {
      control.panBy(by.x, by.y);
      control.zoomBy(factor, { x: about.x % viewport.width, y: about.y });
    },
    onEnd: () => setDragging(false),
  });

  const beforeUrl = host.mediaUrl(
    against === null ? mediaPath.before(version.resultId) : mediaPath.result(against.resultId),
  );
  const beforeName = against === null ? 'Before' : versionTime(against);
  const afterName = against === null ? 'After' : versionTime(version);
  const before = (
    <PictureLayer
      key={beforeUrl}
      url={beforeUrl}
      placeholder={<BeforePlaceholder card={card} version={version} against={against} />}
      alt={beforeName}
      picture={picture}
      control={control}
    />
  );
  const after = (
    <PictureLayer
      key={version.resultId}
      url={host.mediaUrl(mediaPath.result(version.resultId))}
      placeholder={
        <img src={host.mediaUrl(mediaPath.resultThumbnail(version.resultId))} alt="" draggable={false} />
      }
      alt={afterName}
      picture={picture}
      control={control}
      fresh={fresh}
      transparent={version.recipe.background === 'transparent'}
    >
      {retouched.shown && retouched.area !== null && <RetouchedLayer area={retouched.area} />}
    </PictureLayer>
  );

  const shown = held === 'before' ? 1 : held === 'after' ? 0 : share;
  const divider = held === null ? dividerAt(shown, span) : shown * viewport.width;
  const quiet = dragging || held !== null;
  const labelled = (side: 'before' | 'after', words: string, at: React.CSSProperties, hidden: boolean) => (
    <button
      type="button"
      className={classNames(styles.label, hidden && styles.hidden)}
      style={at}
      title={`Hold to see only this (${side === 'before' ? 'Space' : 'Shift with Space'})`}
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        setHeld(side);
      }}
      onPointerUp={() => setHeld(null)}
      onPointerCancel={() => setHeld(null)}
    >
      {words}
    </button>
  );
  const top = Math.max(12, look.y + 12);
  const left = Math.max(12, span.left + 12);
  const right = Math.max(12, viewport.width - span.right + 12);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys come through the window, see useCompareKeys
    <div
      className={classNames(styles.panes, !control.fits && styles.panning)}
      {...gestures}
      onDoubleClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        const about = { x: (event.clientX - box.left) % viewport.width, y: event.clientY - box.top };
        if (control.fits) control.oneToOne(about);
        else control.fit();
      }}
    >
      {slider ? (
        <>
          <div
            className={styles.pane}
            style={{ position: 'absolute', inset: 0, clipPath: `inset(0 ${viewport.width - divider}px 0 0)` }}
          >
            {before}
          </div>
          <div
            className={styles.pane}
            style={{
              position: 'absolute',
              inset: 0,
              boxShadow: 'none',
              clipPath: `inset(0 0 0 ${divider}px)`,
            }}
          >
            {after}
          </div>
          {labelled('before', beforeName, { left, top }, quiet && held !== 'before')}
          {labelled('after', afterName, { right, top }, quiet && held !== 'after')}
          {held === null && (
            <CompareSlider
              at={divider}
              share={share}
              span={span}
              top={Math.max(0, look.y)}
              bottom={Math.max(0, viewport.height - look.y - picture.height * look.scale)}
              dragging={dragging}
              onDragging={setDragging}
              onChange={setShare}
            />
          )}
        </>
      ) : (
        <>
          <div className={styles.pane}>
            {held === 'after' ? after : before}
            {labelled('before', beforeName, { left, top }, held === 'after')}
          </div>
          <div className={styles.pane}>
            {held === 'before' ? before : after}
            {labelled('after', afterName, { right, top }, held === 'before')}
          </div>
        </>
      )}
      <StageTools control={control} closeUp={closeUp} retouched={retouched} />
    </div>
  );
}
