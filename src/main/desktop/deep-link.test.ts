import { expect, test } from 'vitest';
import { linkTo, placeOfLink } from './deep-link.ts';

const id = 'a'.repeat(64);

test('leads to places, and to a photo by its id', () => {
  for (const place of [
    { kind: 'library' },
    { kind: 'phones' },
    { kind: 'settings' },
    { kind: 'photo', photoId: id },
  ] as const)
    expect(placeOfLink(linkTo(place))).toEqual(place);
  expect(placeOfLink('irisvue://library/')).toEqual({ kind: 'library' });
});

test.each([
  'https://photo/x',
  'irisvue:photo',
  'irisvue://',
  'irisvue://process',
  'irisvue://photo',
  'irisvue://photo/short',
  `irisvue://photo/${id}/delete`,
  `irisvue://photo/${id}?again=1`,
  `irisvue://me@photo/${id}`,
  'irisvue://photo/../../etc/passwd',
  `irisvue://library/${'x'.repeat(300)}`,
  `irisvue://library/${id}`,
  'not a link',
])('leads nowhere with %s', (link) => {
  expect(placeOfLink(link)).toBeNull();
});
