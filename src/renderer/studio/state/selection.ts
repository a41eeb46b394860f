/**
 * Selecting as file managers do it: a plain click selects one, Ctrl or Cmd toggles, Shift takes the range from the
 * anchor; the keyboard moves a focus that may leave the selection behind. Pure: order comes in as an argument.
 */
export interface Selection {
  readonly selected: ReadonlySet<string>;
  /** Where a range begins. */
  readonly anchor: string | null;
  /** The card that has the keyboard. */
  readonly focus: string | null;
}

export const nothingSelected: Selection = { selected: new Set(), anchor: null, focus: null };

type Order = readonly (string | null)[];

export function selectOnly(_selection: Selection, id: string): Selection {
  return { selected: new Set([id]), anchor: id, focus: id };
}

export function toggle(selection: Selection, id: string): Selection {
  const selected = new Set(selection.selected);
  if (!selected.delete(id)) selected.add(id);
  return { selected, anchor: id, focus: id };
}

/** From the anchor to `id`; `add` keeps what was selected besides. */
export function selectRange(selection: Selection, order: Order, id: string, add = false): Selection {
  const anchor = selection.anchor ?? selection.focus ?? id;
  const from = order.indexOf(anchor);
  const to = order.indexOf(id);
  if (from < 0 || to < 0) return selectOnly(selection, id);
  const selected = new Set(add ? selection.selected : []);
  for (let index = Math.min(from, to); index <= Math.max(from, to); index++) {
    const each = order[index];
    if (each != null) selected.add(each);
  }
  return { selected, anchor, focus: id };
}

export function selectAll(selection: Selection, ids: readonly string[]): Selection {
  return { ...selection, selected: new Set(ids) };
}

export function clearSelection(selection: Selection): Selection {
  return selection.selected.size === 0 ? selection : { ...selection, selected: new Set(), anchor: null };
}

/** With nothing selected, a range begins where the focus is, not where one began long ago. */
export function focusOn(selection: Selection, id: string | null): Selection {
  if (selection.focus === id) return selection;
  return { ...selection, focus: id, ...(selection.selected.size === 0 ? { anchor: null } : {}) };
}

/** Photos that are gone leave the selection too. */
export function forget(selection: Selection, gone: ReadonlySet<string>): Selection {
  const has = (id: string | null) => id !== null && gone.has(id);
  if (![...selection.selected].some(has) && !has(selection.anchor) && !has(selection.focus)) return selection;
  return {
    selected: new Set([...selection.selected].filter((id) => !gone.has(id))),
    anchor: has(selection.anchor) ? null : selection.anchor,
    focus: has(selection.focus) ? null : selection.focus,
  };
}

export type Step = 'left' | 'right' | 'up' | 'down' | 'home' | 'end' | 'pageUp' | 'pageDown';

/** The index that a key leads to in a grid of `columns`, never outside 0..count-1. */
export function stepIndex(
  index: number,
  step: Step,
  count: number,
  columns: number,
  rowsPerPage: number,
): number {
  const last = count - 1;
  if (index < 0) return step === 'end' ? last : 0;
  const clamp = (next: number) => Math.min(last, Math.max(0, next));
  switch (step) {
    case 'left':
      return clamp(index - 1);
    case 'right':
      return clamp(index + 1);
    case 'up':
      return index - columns < 0 ? index : index - columns;
    case 'down': {
      const lastRow = Math.floor(last / columns);
      return Math.floor(index / columns) === lastRow ? index : clamp(index + columns);
    }
    case 'home':
      return 0;
    case 'end':
      return last;
    case 'pageUp': {
      const up = index - columns * rowsPerPage;
      return up < 0 ? index % columns : up;
    }
    case 'pageDown':
      return clamp(index + columns * rowsPerPage);
  }
}
