import { describe, expect, it, vi } from 'vitest';
import { KeyedStore } from './keyed-store.ts';

describe('values with listeners by key', () => {
  it('wakes the listeners of the changed key only', () => {
    const store = new KeyedStore<number>();
    const first = vi.fn();
    const second = vi.fn();
    store.subscribe('first', first);
    store.subscribe('second', second);
    store.set('first', 1);
    expect(first).toHaveBeenCalledTimes(1);
    expect(second).not.toHaveBeenCalled();
  });

  it('stays quiet when nothing changed', () => {
    const store = new KeyedStore<string>();
    const listener = vi.fn();
    store.set('key', 'value');
    store.subscribe('key', listener);
    store.set('key', 'value');
    store.delete('other');
    expect(listener).not.toHaveBeenCalled();
  });

  it('tells listeners when everything is forgotten, and keeps them', () => {
    const store = new KeyedStore<string>();
    const listener = vi.fn();
    store.set('key', 'value');
    store.subscribe('key', listener);
    store.clear();
    store.set('key', 'again');
    expect(listener).toHaveBeenCalledTimes(2);
    expect(store.get('key')).toBe('again');
  });

  it('stops waking whoever left', () => {
    const store = new KeyedStore<number>();
    const listener = vi.fn();
    const leave = store.subscribe('key', listener);
    leave();
    store.set('key', 1);
    expect(listener).not.toHaveBeenCalled();
  });
});
