import { useRef } from 'react';
import styles from './CompareSlider.module.css';
import { classNames } from './class-names.ts';
import { shareAt } from './zoom-geometry.ts';

/**
 * The divider: one line, a grip that thins while it is held. Arrows 2%, with Shift 10%, by whoever hears the keys; a
 * double click centres it.
 */
export function CompareSlider({
  at,
  share,
  span,
  top,
  bottom,
  dragging,
  gripAt = 0.5,
  heldBy = 'line',
  onDragging,
  onChange,
}: {
  at: number;
  share: number;
  span: { left: number; right: number };
  top: number;
  bottom: number;
  dragging: boolean;
  /** How far down the line the grip is, 0..1: low where a thumb holds it. */
  gripAt?: number;
  /** What a pointer can take hold of: fingers that pinch across the line must not be caught by it. */
  heldBy?: 'line' | 'grip' | 'nothing';
  onDragging: (dragging: boolean) => void;
  onChange: (share: number) => void;
}) {
  const grabbed = useRef(0);
  const end = () => onDragging(false);
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label="Before and after"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      aria-valuetext={`${Math.round(share * 100)}% before`}
      className={classNames(
        styles.slider,
        heldBy === 'grip' && styles.byGrip,
        heldBy === 'nothing' && styles.byNothing,
        dragging && styles.dragging,
      )}
      style={{ left: at, top, bottom }}
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        grabbed.current = event.clientX - at;
        onDragging(true);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) {
          onChange(shareAt(event.clientX - grabbed.current, span));
        }
      }}
      onPointerUp={end}
      onPointerCancel={end}
      onDoubleClick={(event) => {
        event.stopPropagation();
        onChange(0.5);
      }}
    >
      <span className={styles.grip} style={{ top: `${gripAt * 100}%` }}>
        <svg
          width="18"
          height="12"
          viewBox="0 0 18 12"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.7"
          strokeLinecap="round"
          strokeLinejoin="round"
          aria-hidden="true"
        >
          <path d="M5.5 1.5 1 6l4.5 4.5M12.5 1.5 17 6l-4.5 4.5" />
        </svg>
      </span>
    </div>
  );
}
