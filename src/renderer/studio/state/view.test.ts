import { describe, expect, it } from 'vitest';
import { fragmentOf, parentOf, type View, viewOf } from './view.ts';

const photoId = 'a'.repeat(64);
const views: View[] = [
  { kind: 'library' },
  { kind: 'photo', photoId },
  { kind: 'outline', photoId },
  { kind: 'phones' },
  { kind: 'settings', section: 'models' },
];

describe('views as addresses', () => {
  it.each(views)('finds back to $kind', (view) => expect(viewOf(fragmentOf(view))).toEqual(view));

  it('leads to the library from anything that it does not know', () => {
    for (const fragment of ['', '#', '#/photo/not-an-id', '#/photo/../../etc', '#/nowhere']) {
      expect(viewOf(fragment)).toEqual({ kind: 'library' });
    }
  });

  it('goes out one step at a time', () => {
    expect(parentOf({ kind: 'outline', photoId })).toEqual({ kind: 'photo', photoId });
    expect(parentOf({ kind: 'photo', photoId })).toEqual({ kind: 'library' });
  });
});
