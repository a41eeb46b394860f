import { type KeyboardEvent, useCallback } from 'react';
import { focusOn, type Step, selectOnly, selectRange, stepIndex, toggle } from '../state/selection.ts';
import { useStudio } from '../state/studio-context.ts';
import type { GridLayout } from './grid-geometry.ts';
import { useDeletion } from './use-deletion.ts';

const steps: Readonly<Record<string, Step>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'home',
  End: 'end',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
};

/** Puts the browser's focus on a card once it is in the document. */
function focusCard(id: string): void {
  requestAnimationFrame(() => document.getElementById(`card-${id}`)?.focus({ preventScroll: true }));
}

export function useGridKeys({
  layout,
  scrollToRow,
}: {
  layout: GridLayout;
  scrollToRow: (row: number) => void;
}): (event: KeyboardEvent) => void {
  const studio = useStudio();
  const remove = useDeletion();
  return useCallback(
    (event) => {
      if (event.target instanceof Element && event.target.getAttribute('role') !== 'gridcell') return;
      const { order, selection } = studio.store.getState();
      const command = event.ctrlKey || event.metaKey;
      const step = steps[event.key];
      if (step !== undefined) {
        event.preventDefault();
        const index = selection.focus === null ? -1 : order.indexOf(selection.focus);
        const next = stepIndex(index, step, order.length, layout.columns, layout.rowsPerPage);
        const id = order[next];
        scrollToRow(Math.floor(next / layout.columns));
        if (id == null) return;
        if (event.shiftKey) studio.select((now) => selectRange(now, order, id, command));
        else studio.select((now) => focusOn(now, id));
        focusCard(id);
        return;
      }
      const focused = selection.focus;
      const targets =
        selection.selected.size > 0 ? [...selection.selected] : focused === null ? [] : [focused];
      if (command && event.key.toLowerCase() === 'a') void studio.selectEverything();
      else if (command && event.key === 'Enter') void studio.process(targets);
      else if (event.key === 'Enter' && focused !== null) studio.go({ kind: 'photo', photoId: focused });
      else if (event.key === ' ' && focused !== null) {
        studio.select((now) => (event.shiftKey ? selectRange(now, order, focused) : toggle(now, focused)));
      } else if (!command && event.key.toLowerCase() === 'p' && targets.length > 0)
        void studio.process(targets);
      else if ((event.key === 'Delete' || event.key === 'Backspace') && targets.length > 0) remove(targets);
      else if (event.key === 'Escape' && selection.selected.size > 0 && focused !== null) {
        studio.select((now) => ({ ...selectOnly(now, focused), selected: new Set() }));
      } else return;
      event.preventDefault();
      event.stopPropagation();
    },
    [studio, layout, scrollToRow, remove],
  );
}
