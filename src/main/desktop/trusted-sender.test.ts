import { expect, test } from 'vitest';
import { isTrusted } from './trusted-sender.ts';

const ours = new Set([7]);
const page = { url: 'app://studio/#/settings', isMain: true };

test.each([
  ['the window’s page', { contentsId: 7, frame: page }, true],
  ['other contents with its address', { contentsId: 8, frame: page }, false],
  ['a frame in it', { contentsId: 7, frame: { ...page, isMain: false } }, false],
  ['a page that took its place', { contentsId: 7, frame: { url: 'https://stranger/', isMain: true } }, false],
  ['a file of it', { contentsId: 7, frame: { url: 'app://studio/assets/x.svg', isMain: true } }, false],
  ['a blank page', { contentsId: 7, frame: { url: 'about:blank', isMain: true } }, false],
  [
    'a page with a scheme that begins alike',
    { contentsId: 7, frame: { url: 'app2://studio/', isMain: true } },
    false,
  ],
  ['a frame that has gone', { contentsId: 7, frame: null }, false],
])('%s', (_who, sender, expected) => {
  expect(isTrusted(sender, ours)).toBe(expected);
});
