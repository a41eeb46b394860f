import { describe, expect, it } from 'vitest';
import { beforeWhich } from './reorder.ts';

const waiting = ['a', 'b', 'c', 'd'];

describe('moving in the line', () => {
  it('goes right before the one that stands there', () => {
    expect(beforeWhich(waiting, 'd', 0)).toBe('a');
    expect(beforeWhich(waiting, 'a', 1)).toBe('c');
    expect(beforeWhich(waiting, 'c', 1)).toBe('b');
  });

  it('goes last past the end', () => {
    expect(beforeWhich(waiting, 'a', 3)).toBeNull();
    expect(beforeWhich(waiting, 'a', 99)).toBeNull();
  });

  it('stays where it is', () => {
    expect(beforeWhich(waiting, 'b', 1)).toBeUndefined();
    expect(beforeWhich(waiting, 'd', 99)).toBeUndefined();
    expect(beforeWhich(waiting, 'gone', 0)).toBeUndefined();
  });
});
