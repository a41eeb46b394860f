import { describe, expect, it } from 'vitest';
import { filesByReason, importSummary } from './import-words.ts';

describe('importSummary', () => {
  it('counts what came in, what was here and what could not be read', () => {
    const failed = [{ name: 'a.pdf', code: 'fileNotAPhoto' as const }];
    expect(importSummary({ added: ['1'], duplicates: ['2'], failed })).toBe(
      '1 photo added · 1 already here · 1 could not be read',
    );
    expect(importSummary({ added: [], duplicates: [], failed: [] })).toBe('There was nothing to add');
  });
});

describe('filesByReason', () => {
  it('says each reason once, with all its files', () => {
    const failed = [
      { name: 'a.pdf', code: 'fileNotAPhoto' as const },
      { name: 'b.jpg', code: 'fileDamaged' as const },
      { name: 'c.txt', code: 'fileNotAPhoto' as const },
    ];
    expect(filesByReason(failed)).toEqual([
      { code: 'fileNotAPhoto', names: ['a.pdf', 'c.txt'] },
      { code: 'fileDamaged', names: ['b.jpg'] },
    ]);
  });
});
