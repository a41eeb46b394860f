import { expect, it } from 'vitest';
import { nameForSaving } from './name-for-saving.ts';

const parts = {
  photoName: 'Anna.left.JPG',
  number: 7,
  createdAt: new Date(2026, 0, 5, 23, 59),
  format: 'jpeg',
} as const;

it.each([
  ['{name}-iris', 'Anna.left-iris.jpg'],
  ['{date}_{number}', '2026-01-05_007.jpg'],
  ['{unknown} {name}{name}', '{unknown} Anna.leftAnna.left.jpg'],
  ['../../etc/passwd', '-..-etc-passwd.jpg'],
  ['C:\\temp\\*?"<>|', 'C--temp-------.jpg'],
  ['a\u0000b\u202Ec', 'abc.jpg'],
  ['...', 'iris.jpg'],
  ['CON', 'CON-iris.jpg'],
  ['name. . ', 'name.jpg'],
])('fills %j as %j', (pattern, name) => {
  expect(nameForSaving(pattern, parts)).toBe(name);
});

it('keeps what photographers around the world write, and stays short', () => {
  expect(nameForSaving('{name}', { ...parts, photoName: '虹彩 É.heic', format: 'png' })).toBe('虹彩 É.png');
  expect(nameForSaving('{name}', { ...parts, photoName: `${'x'.repeat(300)}.jpg` })).toHaveLength(124);
});
