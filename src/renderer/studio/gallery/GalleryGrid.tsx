/**
 * The gallery as an ARIA grid, virtualised by rows: whatever the library's size, at most 300 cards are in the
 * document. One card holds the tab stop; arrows move it, Shift extends the selection, Enter opens.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useElementSize } from '../../ui/use-element-size.ts';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import styles from './GalleryGrid.module.css';
import { layoutGrid } from './grid-geometry.ts';
import { PhotoCardCell } from './PhotoCardCell.tsx';
import { useGridKeys } from './use-grid-keys.ts';

const gap = 12;
const most = 300;
const sidePadding = 48;

export function GalleryGrid() {
  const studio = useStudio();
  const scroller = useRef<HTMLDivElement>(null);
  const size = useElementSize(scroller);
  const wishedSize = useStudioState((state) => state.settings?.cardSize ?? 200);
  const order = useStudioState((state) => state.order);
  const filter = useStudioState((state) => state.filter);
  const focusId = useStudioState((state) => state.selection.focus);

  const layout = layoutGrid({
    width: size?.width ?? window.innerWidth - 56 - sidePadding,
    height: (size?.height ?? window.innerHeight) + 100,
    wishedSize,
    gap,
    most,
  });
  const rowCount = Math.ceil(order.length / layout.columns);
  const virtualizer = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => layout.rowHeight,
    overscan: layout.overscan,
    initialRect: { width: window.innerWidth, height: window.innerHeight },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are measured anew when their height changes
  useEffect(() => virtualizer.measure(), [layout.rowHeight, virtualizer]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter begins at its top
  useEffect(() => {
    if (scroller.current !== null) scroller.current.scrollTop = 0;
  }, [filter]);

  const rows = virtualizer.getVirtualItems();
  const from = (rows[0]?.index ?? 0) * layout.columns;
  const to = ((rows.at(-1)?.index ?? -1) + 1) * layout.columns;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new order has to be asked for again
  useEffect(() => studio.want(from, to), [studio, from, to, order]);

  const onKeyDown = useGridKeys({ layout, scrollToRow: (row) => virtualizer.scrollToIndex(row) });
  const focusIndex = focusId === null ? -1 : order.indexOf(focusId);
  const tabStop = focusIndex >= from && focusIndex < to ? focusIndex : from;

  return (
    <div
      className={styles.scroller}
      ref={scroller}
      onPointerDown={(event) => {
        if (event.target instanceof Element && event.target.closest('[role=gridcell]') === null) {
          studio.select((selection) => ({ ...selection, selected: new Set() }));
        }
      }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a table cannot be virtualised by absolutely placed rows */}
      <div
        className={styles.rows}
        role="grid"
        tabIndex={-1}
        aria-label="Photos"
        aria-multiselectable="true"
        aria-rowcount={rowCount}
        aria-colcount={layout.columns}
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {rows.map((row) => (
          // biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus
          // biome-ignore lint/a11y/useSemanticElements: see the grid
          <div
            key={row.key}
            role="row"
            aria-rowindex={row.index + 1}
            className={styles.row}
            style={{ transform: `translateY(${row.start}px)` }}
          >
            {order.slice(row.index * layout.columns, (row.index + 1) * layout.columns).map((id, column) => (
              <PhotoCardCell
                key={id ?? `place-${row.index}-${column}`}
                id={id}
                column={column}
                size={layout.size}
                tabStop={row.index * layout.columns + column === tabStop}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
