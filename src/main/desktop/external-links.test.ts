import { expect, test } from 'vitest';
import { externalLink } from './external-links.ts';

test('opens pages of the list, over https only', () => {
  expect(externalLink('https://github.com/xinntao/Real-ESRGAN')).toBe(
    'https://github.com/xinntao/Real-ESRGAN',
  );
  for (const refused of [
    'http://github.com/',
    'https://github.com.stranger.example/',
    'https://stranger.example/?github.com',
    'https://me:secret@github.com/',
    'https://github.com:444/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://github.com/',
    'github.com',
  ])
    expect([refused, externalLink(refused)]).toEqual([refused, null]);
});
