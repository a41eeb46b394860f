import { memo, useRef } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { focusOn, selectOnly, selectRange, toggle } from '../state/selection.ts';
import { useCard, useStudio, useStudioState } from '../state/studio-context.ts';
import { CardFace } from './CardFace.tsx';
import styles from './PhotoCardCell.module.css';

const longPressMs = 450;

/** A place in the grid: selection, focus and gestures. What it shows is the face's business. */
export const PhotoCardCell = memo(function PhotoCardCell({
  id,
  column,
  size,
  tabStop,
}: {
  id: string | null;
  column: number;
  size: number;
  tabStop: boolean;
}) {
  const style = { width: size, height: size };
  if (id === null) return <EmptyCell column={column} style={style} />;
  return <LoadedCell id={id} column={column} size={size} tabStop={tabStop} />;
});

function EmptyCell({ column, style }: { column: number; style: { width: number; height: number } }) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: nothing is here yet
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    <div role="gridcell" aria-colindex={column + 1} aria-busy="true" className={styles.empty} style={style} />
  );
}

function LoadedCell({
  id,
  column,
  size,
  tabStop,
}: {
  id: string;
  column: number;
  size: number;
  tabStop: boolean;
}) {
  const studio = useStudio();
  const card = useCard(id);
  const selected = useStudioState((state) => state.selection.selected.has(id));
  const selecting = useStudioState((state) => state.selection.selected.size > 0);
  const press = useRef<{ timer: number; done: boolean } | null>(null);
  const style = { width: size, height: size };
  if (card === undefined) return <EmptyCell column={column} style={style} />;

  const order = () => studio.store.getState().order;
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys
    <div
      id={`card-${id}`}
      role="gridcell"
      aria-colindex={column + 1}
      aria-selected={selected}
      aria-label={card.name}
      tabIndex={tabStop ? 0 : -1}
      className={classNames(styles.cell, selected && styles.selected, selecting && styles.selecting)}
      style={style}
      onFocus={() => studio.select((selection) => focusOn(selection, id))}
      onPointerDown={(event) => {
        if (event.pointerType === 'mouse') return;
        const pressing = { done: false, timer: 0 };
        pressing.timer = window.setTimeout(() => {
          pressing.done = true;
          studio.select((selection) => toggle(selection, id));
        }, longPressMs);
        press.current = pressing;
      }}
      onPointerUp={() => window.clearTimeout(press.current?.timer)}
      onPointerCancel={() => window.clearTimeout(press.current?.timer)}
      onContextMenu={(event) => {
        if (press.current !== null) event.preventDefault();
      }}
      onClick={(event) => {
        const touched = press.current;
        press.current = null;
        if (touched?.done === true) return;
        if (event.shiftKey) {
          studio.select((selection) => selectRange(selection, order(), id, event.ctrlKey || event.metaKey));
        } else if (event.ctrlKey || event.metaKey || (touched !== null && selecting)) {
          studio.select((selection) => toggle(selection, id));
        } else if (touched !== null) studio.go({ kind: 'photo', photoId: id });
        else studio.select((selection) => selectOnly(selection, id));
      }}
      onDoubleClick={(event) => {
        if (event.shiftKey || event.ctrlKey || event.metaKey) return;
        studio.select((selection) => ({ ...selection, selected: new Set() }));
        studio.go({ kind: 'photo', photoId: id });
      }}
    >
      <CardFace card={card} size={size} />
      <button
        type="button"
        tabIndex={-1}
        className={styles.check}
        aria-label={selected ? `Deselect ${card.name}` : `Select ${card.name}`}
        onClick={(event) => {
          event.stopPropagation();
          studio.select((selection) =>
            event.shiftKey ? selectRange(selection, order(), id, true) : toggle(selection, id),
          );
        }}
        onDoubleClick={(event) => event.stopPropagation()}
      >
        <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
          <path
            d="M2.5 6.4 5 8.8l4.6-5.4"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.8"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </svg>
      </button>
    </div>
  );
}
