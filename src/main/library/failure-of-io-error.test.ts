import { describe, expect, it } from 'vitest';
import { StudioFailure } from '../../contracts/failure.ts';
import { failureOfIoError, type IoSide } from './failure-of-io-error.ts';

const system = (code: string) => Object.assign(new Error(`${code}: refused`), { code });

describe('failureOfIoError', () => {
  it.each([
    ['ENOENT', 'source', 'fileMissing'],
    ['EACCES', 'source', 'fileUnreadable'],
    ['EPERM', 'source', 'fileUnreadable'],
    ['EISDIR', 'source', 'fileNotAPhoto'],
    ['EIO', 'source', 'fileDamaged'],
    ['EACCES', 'library', 'folderReadOnly'],
    ['EROFS', 'library', 'folderReadOnly'],
    ['ENOSPC', 'library', 'diskFull'],
    ['EDQUOT', 'output', 'diskFull'],
    ['EROFS', 'output', 'folderReadOnly'],
    ['ENOENT', 'output', 'storageFailed'],
    ['EIO', 'library', 'storageFailed'],
  ] as const)('takes %s on the %s side for %s', (errno, side, code) => {
    const cause = system(errno);
    const failure = failureOfIoError(cause, side satisfies IoSide);
    expect(failure).toMatchObject({ code, details: { errno, side } });
    expect(failure.cause).toBe(cause);
  });

  it('lets a failure pass and does not guess about other errors', () => {
    const failure = new StudioFailure('fileEmpty');
    expect(failureOfIoError(failure, 'source')).toBe(failure);
    expect(failureOfIoError(new TypeError('bug'), 'library').code).toBe('unexpected');
  });
});
