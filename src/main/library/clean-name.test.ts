import { describe, expect, it } from 'vitest';
import { cleanName } from './clean-name.ts';

describe('cleanName', () => {
  it.each([
    ['IMG_0001.jpg', 'IMG_0001.jpg'],
    ['/home/anna/eyes/left.jpg', 'left.jpg'],
    ['C:\\Users\\anna\\left.jpg', 'left.jpg'],
    ['../../etc/passwd', 'passwd'],
    ['a\u0000b\n\tc.jpg', 'abc.jpg'],
    ['Jose\u0301.jpg', 'Jos\u00e9.jpg'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['  wide   space .png ', 'wide space .png'],
    ['\u0007', 'photo'],
    ['', 'photo'],
    ['/', 'photo'],
  ])('%j becomes %j', (name, clean) => expect(cleanName(name)).toBe(clean));

  it('keeps the extension of a long name and never cuts a character in two', () => {
    const clean = cleanName(`${'👁'.repeat(300)}.jpeg`);
    expect([...clean]).toHaveLength(120);
    expect(clean.endsWith('👁….jpeg')).toBe(true);
    expect([...cleanName('x'.repeat(500))]).toHaveLength(120);
  });
});
