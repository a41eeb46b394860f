import { expect, test } from 'vitest';
import { appPath, isAppPage, placeShown } from './app-address.ts';

const id = 'b'.repeat(64);

test('knows its own addresses from all others', () => {
  expect(appPath('app://studio/')).toBe('');
  expect(appPath('app://studio/media/photo/x?y#z')).toBe('media/photo/x');
  expect(appPath('app://studio/a/../b')).toBe('b');
  for (const other of [
    'app://stranger/',
    'app://studio.stranger/',
    'app://me@studio/',
    'app://studio:80/',
    'apps://studio/',
    'https://studio/',
    'file:///studio/',
    'data:text/html,app://studio/',
    'app:studio',
    'app://studio/%',
    '',
  ])
    expect([other, appPath(other)]).toEqual([other, null]);
});

test('is the page wherever in it the user is, and no file beside it', () => {
  expect(isAppPage('app://studio/')).toBe(true);
  expect(isAppPage(`app://studio/index.html#/photo/${id}`)).toBe(true);
  expect(isAppPage('app://studio/assets/main.js')).toBe(false);
});

test('tells what the window shows by where its page is', () => {
  expect(placeShown('app://studio/')).toEqual({ kind: 'library' });
  expect(placeShown('app://studio/#/')).toEqual({ kind: 'library' });
  expect(placeShown(`app://studio/#/photo/${id}`)).toEqual({ kind: 'photo', photoId: id });
  expect(placeShown(`app://studio/#/photo/${id}/outline`)).toEqual({ kind: 'photo', photoId: id });
  expect(placeShown('app://studio/#/settings/general')).toBeNull();
  expect(placeShown(`https://stranger/#/photo/${id}`)).toBeNull();
});
