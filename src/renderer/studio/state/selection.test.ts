import { describe, expect, it } from 'vitest';
import {
  clearSelection,
  focusOn,
  forget,
  nothingSelected,
  selectAll,
  selectOnly,
  selectRange,
  stepIndex,
  toggle,
} from './selection.ts';

const order = ['a', 'b', 'c', null, 'e', 'f'];
const ids = (selection: { selected: ReadonlySet<string> }) => [...selection.selected].sort().join('');

describe('selecting photos', () => {
  it('takes the range between anchor and click in either direction, over what is not loaded yet', () => {
    const anchored = selectOnly(nothingSelected, 'e');
    expect(ids(selectRange(anchored, order, 'b'))).toBe('bce');
    expect(ids(selectRange(anchored, order, 'f'))).toBe('ef');
  });

  it('keeps the anchor while the range grows and shrinks', () => {
    let selection = selectOnly(nothingSelected, 'b');
    selection = selectRange(selection, order, 'f');
    selection = selectRange(selection, order, 'c');
    expect(ids(selection)).toBe('bc');
    expect(selection.anchor).toBe('b');
    expect(selection.focus).toBe('c');
  });

  it('begins a range at the focus where nothing is selected', () => {
    const left = { ...selectOnly(nothingSelected, 'f'), selected: new Set<string>() };
    expect(ids(selectRange(focusOn(left, 'b'), order, 'c'))).toBe('bc');
    expect(focusOn(selectOnly(nothingSelected, 'f'), 'b').anchor).toBe('f');
  });

  it('adds a range to what was toggled before', () => {
    const selection = toggle(toggle(nothingSelected, 'a'), 'e');
    expect(ids(selectRange(selection, order, 'f', true))).toBe('aef');
  });

  it('toggles off and moves the anchor there', () => {
    const selection = toggle(toggle(nothingSelected, 'a'), 'a');
    expect(selection.selected.size).toBe(0);
    expect(selection.anchor).toBe('a');
  });

  it('selects the clicked one when the anchor is not in sight', () => {
    const selection = selectRange(selectOnly(nothingSelected, 'elsewhere'), order, 'c');
    expect(ids(selection)).toBe('c');
  });

  it('forgets photos that were deleted', () => {
    const selection = forget(selectAll(selectOnly(nothingSelected, 'a'), ['a', 'b']), new Set(['a']));
    expect(ids(selection)).toBe('b');
    expect(selection.anchor).toBeNull();
    expect(selection.focus).toBeNull();
  });

  it('is the same object when nothing changes', () => {
    const selection = selectOnly(nothingSelected, 'a');
    expect(forget(selection, new Set(['z']))).toBe(selection);
    const cleared = clearSelection(selection);
    expect(clearSelection(cleared)).toBe(cleared);
  });
});

describe('moving with the keyboard through 11 photos in rows of 4', () => {
  const step = (index: number, to: Parameters<typeof stepIndex>[1]) => stepIndex(index, to, 11, 4, 2);

  it('stays in the grid', () => {
    expect(step(0, 'left')).toBe(0);
    expect(step(10, 'right')).toBe(10);
    expect(step(2, 'up')).toBe(2);
    expect(step(9, 'down')).toBe(9);
  });

  it('lands on the last photo below a row that is not full', () => expect(step(7, 'down')).toBe(10));

  it('pages by rows and keeps the column at the top', () => {
    expect(step(9, 'pageUp')).toBe(1);
    expect(step(6, 'pageUp')).toBe(2);
    expect(step(1, 'pageDown')).toBe(9);
  });

  it('begins at the first photo', () => expect(step(-1, 'right')).toBe(0));
});
