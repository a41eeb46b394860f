import { describe, expect, it } from 'vitest';
import type { PhotoCard } from '../../../contracts/gallery.ts';
import { cardOf } from '../fake/card.ts';
import { afterCards, without, withPage } from './order.ts';

const card = (id: string, changes: Partial<PhotoCard> = {}) => cardOf({ id, ...changes });

describe('the order of the gallery', () => {
  it('lays pages over unknown places', () => {
    const order = withPage([], 2, ['c', 'd'], 5);
    expect(order).toEqual([null, null, 'c', 'd', null]);
    expect(withPage(order, 0, ['a', 'b'], 5)).toEqual(['a', 'b', 'c', 'd', null]);
  });

  it('puts a new import first', () => {
    const change = afterCards(['a'], [card('b', { importedAt: 20 })], 'all', '', 10);
    expect(change).toEqual({ order: ['b', 'a'], stale: false });
  });

  it('asks again when an older photo comes into the filter', () => {
    const change = afterCards(['a'], [card('b', { importedAt: 5, state: 'failed' })], 'failed', '', 10);
    expect(change).toEqual({ order: ['a'], stale: true });
  });

  it('lets a photo leave a filter that it no longer meets', () => {
    const change = afterCards(['a', 'b'], [card('a', { state: 'working' })], 'new', '', 10);
    expect(change.order).toEqual(['b']);
  });

  it('keeps the same order when nothing moved', () => {
    const order = ['a', 'b'];
    expect(afterCards(order, [card('a', { state: 'done' })], 'all', '', 10).order).toBe(order);
    expect(without(order, new Set(['z']))).toBe(order);
  });

  it('shows what waits among what is worked on', () => {
    const change = afterCards([], [card('a', { state: 'waiting', importedAt: 1 })], 'working', '', 0);
    expect(change.order).toEqual(['a']);
  });
});
